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

    mutating func append(_ literal: StaticString) { append(FieldBytes(literal)) }

    mutating func append(_ bytes: FieldBytes) { buffer.writeBytes(UnsafeRawBufferPointer(bytes)) }

    mutating func append(_ text: inout ByteBuffer) { buffer.writeBuffer(&text) }

    /// `METHOD target HTTP/1.1`, and `host` if it is known.
    mutating func appendRequest(_ method: FieldBytes, _ target: FieldBytes, host: FieldBytes?) {
        appendParts(method.count + target.count + (host?.count ?? 0) + 24) { line in
            line.append(method)
            line.append(" ")
            line.append(target)
            line.append(" HTTP/1.1\r\n")
            guard let host else { return }
            line.append("host: ")
            line.append(host)
            line.append("\r\n")
        }
    }

    /// `name: value` and CRLF.
    mutating func appendField(_ name: FieldBytes, _ value: FieldBytes) {
        appendParts(name.count + value.count + 4) { line in
            line.append(name)
            line.append(": ")
            line.append(value)
            line.append("\r\n")
        }
    }

    /// Writes several pieces of at most `most` bytes together, with one look at the room there is.
    @inline(__always)
    private mutating func appendParts(_ most: Int, _ write: (inout Parts) -> Void) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: most) { room in
            var parts = Parts(room: room)
            write(&parts)
            return parts.count
        }
    }

    /// Room that is being filled.
    private struct Parts {
        let room: UnsafeMutableRawBufferPointer
        var count = 0

        @inline(__always)
        mutating func append(_ bytes: FieldBytes) {
            UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
            count += bytes.count
        }

        @inline(__always)
        mutating func append(_ literal: StaticString) { append(FieldBytes(literal)) }
    }

    mutating func end() -> ByteBuffer {
        append("\r\n")
        return buffer
    }
}

extension FieldBytes {
    @inline(__always)
    init(_ literal: StaticString) { self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount) }
}
