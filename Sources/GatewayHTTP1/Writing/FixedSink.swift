/// Memory of a known size, written from its beginning on. Whoever writes has said how much it takes; more than that is
/// a mistake in this module, and ends the process before a byte lies outside.
public struct FixedSink {
    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes have been written.
    public private(set) var count = 0

    public init(_ memory: UnsafeMutableRawBufferPointer) { self.memory = memory }
}

extension FixedSink: ByteSink {
    @inline(__always)
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= memory.count - count, "more is written than was said")
        guard let source = bytes.baseAddress, let start = memory.baseAddress else { return }
        (start + count).copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    public mutating func append(atMost most: Int, _ write: (inout FixedSink) -> Void) { write(&self) }
}
