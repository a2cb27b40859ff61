/// What the signature counter of an assertion says (WebAuthn Level 2 section 7.2 step 21).
enum SignatureCounter: Hashable {
    /// Later than before, or an authenticator that does not count: both are 0.
    case plausible
    /// Not later than before: somebody may have a copy of the key.
    case regressed

    init(stored: UInt32, presented: UInt32) {
        self = presented > stored || (presented == 0 && stored == 0) ? .plausible : .regressed
    }
}
