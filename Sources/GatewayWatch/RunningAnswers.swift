public import GatewayIdentity

/// Bytes of answers that run still, and of the same answers once they are on record: each byte is counted once.
///
/// An answer's record stands in the trail behind its end, so whoever looks at running answers only now and then may see one as running that is on record
/// already: those of the last two looks are kept.
public struct RunningAnswers: Sendable {
    /// More than a node carries.
    static let mostKept = 100_000

    /// What was counted of each that runs.
    private var counted: [RequestID: Int] = [:]
    private var ended: Set<RequestID> = []
    private var endedBefore: Set<RequestID> = []

    public init() {}

    /// - Parameter sent: bytes so far of each that runs.
    /// - Returns: those of them that were not counted yet, where there are any.
    public mutating func look(at sent: [RequestID: Int]) -> [RequestID: Int] {
        if counted.count >= Self.mostKept { counted = counted.filter { sent[$0.key] != nil } }
        var new: [RequestID: Int] = [:]
        for (id, bytes) in sent where !ended.contains(id) && !endedBefore.contains(id) {
            let before = counted[id] ?? 0
            guard bytes > before, counted.count < Self.mostKept || before > 0 else { continue }
            counted[id] = bytes
            new[id] = bytes - before
        }
        (endedBefore, ended) = (ended, [])
        return new
    }

    /// - Parameter sent: by its record.
    /// - Returns: what of it was not counted while it ran.
    public mutating func end(_ id: RequestID, sent: Int) -> Int {
        if ended.count < Self.mostKept { ended.insert(id) }
        return max(0, sent - (counted.removeValue(forKey: id) ?? 0))
    }
}
