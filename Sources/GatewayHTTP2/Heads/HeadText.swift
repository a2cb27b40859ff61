internal import NIOCore

/// One side of a field: lent by the library for the length of a call.
typealias FieldBytes = UnsafeBufferPointer<UInt8>

/// The text of a head while its fields arrive.
struct HeadText {
    private(set) var buffer = ByteBuffer()

    /// What an idle connection keeps: nothing.
    mutating func release() { buffer = ByteBuffer() }

    /// The storage is used again unless the last text is still held by someone.
    mutating func begin() { buffer.clear(minimumCapacity: 1_024) }

    mutating func append(_ literal: StaticString) {
        append(FieldBytes(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    mutating func append(_ bytes: FieldBytes) { buffer.writeBytes(UnsafeRawBufferPointer(bytes)) }

    mutating func append(_ text: inout ByteBuffer) { buffer.writeBuffer(&text) }

    /// `name: value` and CRLF in one go.
    @inline(__always)
    mutating func appendField(_ name: FieldBytes, _ value: FieldBytes) {
        let count = name.count + value.count + 4
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { line in
            guard var place = line.baseAddress else { return 0 }
            place.copyMemory(from: name)
            place += name.count
            place.storeBytes(of: 0x203A, as: UInt16.self)
            place += 2
            place.copyMemory(from: value)
            place += value.count
            place.storeBytes(of: 0x0A0D, as: UInt16.self)
            return count
        }
    }

    mutating func end() -> ByteBuffer {
        append("\r\n")
        return buffer
    }
}

extension UnsafeMutableRawPointer {
    @inline(__always)
    fileprivate func copyMemory(from bytes: FieldBytes) {
        if let start = bytes.baseAddress { copyMemory(from: start, byteCount: bytes.count) }
    }
}
