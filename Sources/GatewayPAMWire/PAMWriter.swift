internal import GatewayCrypto
internal import Glibc

/// Writes a message into one block, which is wiped at the end: requests hold passwords.
struct PAMWriter: ~Copyable {
    private let block = UnsafeMutableRawBufferPointer.allocate(
        byteCount: PAMFrame.headSize + PAMFrame.limit, alignment: 8)
    private var count = 0

    deinit {
        if let start = block.baseAddress { explicit_bzero(start, block.count) }
        block.deallocate()
    }

    mutating func put(_ byte: UInt8) { withUnsafeBytes(of: byte) { append($0) } }

    mutating func put(_ number: Int32) { withUnsafeBytes(of: number.bigEndian) { append($0) } }

    mutating func put(_ text: String) { putLengthed(Array(text.utf8)) }

    mutating func put(_ secret: SecretBytes) {
        putLength(secret.count)
        secret.withUnsafeBytes { append($0) }
    }

    mutating func put<Item>(_ items: [Item], _ one: (Item, inout PAMWriter) -> Void) {
        put(UInt8(items.count))
        for item in items { one(item, &self) }
    }

    /// A message that was written before, after its head.
    mutating func putFramed(_ message: SecretBytes) {
        put(Int32(message.count))
        message.withUnsafeBytes { append($0) }
    }

    func message() -> SecretBytes { SecretBytes(copying: block[..<count]) }

    private mutating func putLengthed(_ bytes: [UInt8]) {
        putLength(bytes.count)
        bytes.withUnsafeBytes { append($0) }
    }

    private mutating func putLength(_ length: Int) {
        put(UInt8(length >> 8))
        put(UInt8(length & 0xFF))
    }

    /// Everything fits: what `PAMRequest` and `PAMAnswer` take at most is less than a frame.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(block.count - count >= bytes.count, "a message is longer than its frame")
        UnsafeMutableRawBufferPointer(rebasing: block[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}
