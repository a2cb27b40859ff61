internal import GatewayLimits

/// For how long records are kept at least; `nil`: as usual. None is below a year and a day.
public struct RetentionSettings: Hashable, Sendable {
    public var access: Duration?
    public var rights: Duration?
    /// After the end of the grant.
    public var partners: Duration?
    public var policy: Duration?

    public init(
        access: Duration? = nil, rights: Duration? = nil, partners: Duration? = nil, policy: Duration? = nil
    ) {
        self.access = access
        self.rights = rights
        self.partners = partners
        self.policy = policy
    }
}

extension YAMLCursor {
    /// The section `retention`.
    func retentionSettings() -> RetentionSettings? {
        guard let entry = mapping("retention", keys: ["access", "rights", "partners", "policy"]) else { return nil }
        func time(_ key: String) -> Duration? {
            // NCT2-4.2-C3 asks for a year, and a leap year is one.
            entry.optional(key)?.duration(from: .days(366), upTo: .days(100 * 366))
        }
        return RetentionSettings(
            access: time("access"), rights: time("rights"), partners: time("partners"), policy: time("policy"))
    }
}
