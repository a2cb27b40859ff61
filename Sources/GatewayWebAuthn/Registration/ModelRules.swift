/// Which models of authenticators may be registered.
///
/// A model is only as sure as its attestation: without one it is what the client says (`AttestationRules.anchored` makes it sure).
public enum ModelRules: Hashable, Sendable {
    /// Every model but these.
    case allExcept(Set<AAGUID>)
    /// These models alone; nobody when the set is empty.
    case only(Set<AAGUID>)

    func allow(_ model: AAGUID) -> Bool {
        switch self {
        case .allExcept(let denied): !denied.contains(model)
        case .only(let allowed): allowed.contains(model)
        }
    }
}
