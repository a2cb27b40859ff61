/// Where bytes are written: a channel's buffer in the gateway, an array in tests.
public protocol ByteSink {
    mutating func append(_ bytes: UnsafeRawBufferPointer)
    /// Appends what `write` puts into a piece of memory of `most` bytes.
    ///
    /// A head is many small appends. A sink that lends its own memory for all of them grows once, and need not look at
    /// itself for each.
    mutating func append(atMost most: Int, _ write: (inout FixedSink) -> Void)
}

extension ByteSink {
    @inlinable
    public mutating func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// One field line. The caller vouches for the value: no CR, no LF, no NUL.
    @inlinable
    public mutating func appendField(_ name: StaticString, _ value: StaticString) {
        append(name)
        append(": ")
        append(value)
        append("\r\n")
    }

    /// One field line. The caller vouches for the value: no CR, no LF, no NUL.
    @inlinable
    public mutating func appendField(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        append(name)
        append(": ")
        append(value)
        append("\r\n")
    }

    /// The empty line that ends a head.
    @inlinable
    public mutating func endHead() { append("\r\n") }

    mutating func append(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
        if start < end { append(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
    }
}

extension [UInt8]: ByteSink {
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { append(contentsOf: bytes) }

    public mutating func append(atMost most: Int, _ write: (inout FixedSink) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: most, alignment: 1) { memory in
            var sink = FixedSink(memory)
            write(&sink)
            append(contentsOf: memory[..<sink.count])
        }
    }
}
