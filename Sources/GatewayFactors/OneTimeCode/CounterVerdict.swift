/// What a code of a counter-based token turned out to be.
public enum CounterVerdict: Hashable, Sendable {
    /// Right. The proof counts only once the store has replaced the counter it was judged by with this one, by one conditional statement.
    case accepted(next: HOTPCounter)
    case refused(CodeVerdict.Refusal)
}

/// What two consecutive codes of a token that has run ahead turned out to be.
public enum CounterResynchronisation: Hashable, Sendable {
    /// The token stands here. Both codes are used up.
    case found(next: HOTPCounter)
    case refused(CodeVerdict.Refusal)
}
