public import GatewayHTTP1
public import NIOCore

extension ByteBuffer: ByteSink {
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { writeBytes(bytes) }

    public mutating func append(atMost most: Int, _ write: (inout FixedSink) -> Void) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: most) { memory in
            var sink = FixedSink(memory)
            write(&sink)
            return sink.count
        }
    }
}
