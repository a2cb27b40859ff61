/// How far a token's clock is ahead of ours, in whole steps; behind when negative. Learned by an administrator's resynchronisation alone.
public struct ClockDrift: Hashable, Sendable {
    /// RFC 6238 section 6 leaves the limit to us: ten minutes either way, twenty where steps take a
    /// minute: years of a cheap quartz.
    public static let limit = 20
    public static let none = ClockDrift(unchecked: 0)

    public let steps: Int

    /// `nil` beyond the limit.
    public init?(steps: Int) {
        guard (-Self.limit...Self.limit).contains(steps) else { return nil }
        self.steps = steps
    }

    private init(unchecked steps: Int) { self.steps = steps }

    /// Where the token is when we are at a step.
    func applied(to step: TimeStep) -> TimeStep {
        TimeStep(UInt64(clamping: Int128(step.number) + Int128(steps)))
    }
}

/// What two consecutive codes of a token whose clock has drifted turned out to be.
public enum DriftResynchronisation: Hashable, Sendable {
    /// This is its drift; the later of the two codes belongs to `step`, which is used up.
    case found(ClockDrift, step: TimeStep)
    case refused(CodeVerdict.Refusal)
}
