/// What a presented one-time code turned out to be.
public enum CodeVerdict: Hashable, Sendable {
    /// Right, and newer than every code accepted before. The proof counts only once the store has taken the step.
    case accepted(TimeStep)
    case refused(Refusal)

    public enum Refusal: Hashable, Sendable {
        /// Not the agreed number of ASCII digits.
        case malformed
        case wrong
        /// Right, but its step or a later one was accepted before: somebody may have looked over a shoulder.
        case replayed
    }
}
