/// Where bytes are written: a channel's buffer in the gateway, an array in tests.
public protocol ByteSink {
    mutating func append(_ bytes: UnsafeRawBufferPointer)
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

    @inlinable
    mutating func append(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
        if start < end { append(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
    }
}

extension [UInt8]: ByteSink {
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { append(contentsOf: bytes) }
}
