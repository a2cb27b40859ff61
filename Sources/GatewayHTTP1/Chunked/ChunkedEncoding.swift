/// Puts the chunked coding on a body (RFC 9112 § 7.1).
///
/// A chunk is `writeSizeLine`, the data, `writeDataEnd`; the body ends with `writeEnd`. So the data need not be
/// copied.
public enum ChunkedEncoding {
    /// - Parameter count: bytes of data that follow; not 0, which would end the body.
    @inlinable
    public static func writeSizeLine<Sink: ByteSink>(_ count: Int, into sink: inout Sink) {
        precondition(count > 0)
        withUnsafeTemporaryAllocation(byteCount: 18, alignment: 1) { line in
            line[16] = UInt8(ascii: "\r")
            line[17] = UInt8(ascii: "\n")
            var start = 16
            var rest = count
            while rest > 0 {
                start -= 1
                let nibble = UInt8(truncatingIfNeeded: rest & 15)
                line[start] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
                rest >>= 4
            }
            sink.append(UnsafeRawBufferPointer(rebasing: line[start...]))
        }
    }

    @inlinable
    public static func writeDataEnd<Sink: ByteSink>(into sink: inout Sink) { sink.append("\r\n") }

    /// A whole chunk; nothing for no data.
    @inlinable
    public static func writeChunk<Sink: ByteSink>(_ data: UnsafeRawBufferPointer, into sink: inout Sink) {
        if data.isEmpty { return }
        writeSizeLine(data.count, into: &sink)
        sink.append(data)
        writeDataEnd(into: &sink)
    }

    /// The last chunk, the trailers that may travel on, and the empty line.
    @inlinable
    public static func writeEnd<Sink: ByteSink>(_ trailers: Trailers? = nil, into sink: inout Sink) {
        sink.append("0\r\n")
        trailers?.write(into: &sink)
        sink.append("\r\n")
    }
}
