internal import GatewayAudit

/// Bodies queued in order, each behind a 4-byte head (length, and whether somebody waits for it), and those who wait.
struct LaneBatch: ~Copyable, Sendable {
    typealias Completion = @Sendable (Result<Void, AuditFailure>) -> Void

    private var frames = RecordBuffer(capacity: 16 * 1024)
    private(set) var completions: [Completion] = []
    private(set) var records = 0
    /// Durable bodies before this offset were refused after they had been queued; they are never written.
    private var refusedBefore = 0

    private static let durableBit: UInt32 = 1 << 31

    var byteCount: Int { frames.count }
    var isEmpty: Bool { records == 0 }

    mutating func append(_ body: UnsafeRawBufferPointer, completion: Completion?) {
        let head = UInt32(body.count) | (completion == nil ? 0 : Self.durableBit)
        frames.append(count: 4) { $0.storeBytes(of: head, as: UInt32.self) }
        frames.append(body)
        records += 1
        if let completion { completions.append(completion) }
    }

    /// Lends the bodies that are to be written, in order.
    borrowing func forEachBody(_ use: (UnsafeRawBufferPointer) -> Void) {
        frames.withBytes { bytes in
            var at = 0
            while at < bytes.count {
                let head = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
                let end = at + 4 + Int(head & ~Self.durableBit)
                if head & Self.durableBit == 0 || at >= refusedBefore {
                    use(UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<end]))
                }
                at = end
            }
        }
    }

    /// Takes out those who wait, for good: their bodies will not be written.
    mutating func refuseDurable() -> [Completion] {
        refusedBefore = frames.count
        records -= completions.count
        return takeCompletions()
    }

    mutating func takeCompletions() -> [Completion] {
        let waiting = completions
        completions = []
        return waiting
    }

    mutating func removeAll() {
        frames.removeAll()
        completions.removeAll(keepingCapacity: true)
        records = 0
        refusedBefore = 0
    }
}
