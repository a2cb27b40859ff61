internal import NIOCore

extension ByteBuffer {
    /// Itself, or a copy when it keeps far more memory alive than it has bytes: what waits for a slow peer must not cost a multiple of what it says.
    var ownSized: ByteBuffer { storageCapacity > 8 * readableBytes + 1024 ? ByteBuffer(buffer: self) : self }
}
