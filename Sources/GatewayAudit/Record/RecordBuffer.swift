/// Bytes of records under construction: grows to the largest it was asked to hold, then is reused without allocating.
///
/// Sole owner of its memory. Every append goes through `reserve`, so no write passes the end.
/// `@unchecked Sendable`: it cannot be copied, so whoever holds it is the only one to reach the memory.
public struct RecordBuffer: ~Copyable, @unchecked Sendable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    public private(set) var count = 0

    public init(capacity: Int = 2048) {
        let capacity = max(capacity, 64)
        self.memory = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    deinit { memory.deallocate() }

    public var isEmpty: Bool { count == 0 }

    /// Lends the bytes; the pointer is good inside the closure only.
    public borrowing func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    public mutating func removeAll() { count = 0 }

    /// Drops what was appended after the first `length` bytes.
    public mutating func truncate(to length: Int) {
        precondition((0...count).contains(length), "a buffer of \(count) bytes cannot be cut to \(length)")
        count = length
    }

    @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (memory + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Lends `length` bytes behind the end to `write`, then counts them in.
    public mutating func append(count length: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        reserve(length)
        write(UnsafeMutableRawBufferPointer(start: memory + count, count: length))
        count += length
    }

    private mutating func reserve(_ more: Int) {
        guard capacity - count < more else { return }
        grow(by: more)
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        moved.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = moved
        capacity = larger
    }
}
