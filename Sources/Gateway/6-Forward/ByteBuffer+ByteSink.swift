public import GatewayHTTP1
public import NIOCore

extension ByteBuffer: ByteSink {
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { writeBytes(bytes) }
}
