/// How the answer to one request would differ. Every pair of answers is exactly one of them.
///
///     was ↓ now →   permit      step_up      deny
///     permit        –           tightened    lost
///     step_up       gained      –            lost
///     deny          gained      eased        –
///
/// On the diagonal it is `unchanged`, or `reworded` where another rule, another reason, other obligations or other missing factors stand behind it.
public enum Difference: String, CaseIterable, Sendable {
    /// It would go through, and did not.
    case gained
    /// It was refused, and a factor would help now.
    case eased
    /// It went through, and would be asked for a factor first.
    case tightened
    /// It went through or was asked for a factor, and would be refused.
    case lost
    /// The same answer for other reasons.
    case reworded
    case unchanged

    public init(from was: Answer, to now: Answer) {
        switch (was.kind, now.kind) {
        case (.permit, .permit), (.stepUp, .stepUp), (.deny, .deny):
            self = was.agrees(with: now) ? .unchanged : .reworded
        case (.stepUp, .permit), (.deny, .permit): self = .gained
        case (.deny, .stepUp): self = .eased
        case (.permit, .stepUp): self = .tightened
        case (.permit, .deny), (.stepUp, .deny): self = .lost
        }
    }
}
