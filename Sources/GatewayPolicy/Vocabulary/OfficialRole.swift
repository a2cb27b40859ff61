public import GatewayIdentity

/// Roles whose names mean something to the gateway itself, beside what a policy makes of them.
public enum OfficialRole {
    /// Changes people, sessions, locks and grants at the desk.
    public static let securityAdministrator = RoleName("security_admin")
    /// Reads at the desk.
    public static let auditor = RoleName("auditor")
    public static let privilegedAdministrator = RoleName("privileged_admin")
    /// For emergencies: of no use until two people opened the account, and for an hour then.
    public static let breakGlass = RoleName("break_glass")
    /// A personnel system: brings and takes people by SCIM, and nothing else at the desk.
    public static let provisioner = RoleName("provisioner")
    /// Writes drafts of the policy at the desk.
    public static let policyAuthor = RoleName("policy_author")
    /// Approves at the desk what others wrote.
    public static let policyApprover = RoleName("policy_approver")
    /// Sees how the node stands, and has it read its files again.
    public static let operatorOfNode = RoleName("operator")

    /// Who may write what is to be the policy. One person may hold roles of both sets, and still not use both on one draft.
    public static let policyAuthors: Set<RoleName> = [securityAdministrator, policyAuthor]
    public static let policyApprovers: Set<RoleName> = [securityAdministrator, policyApprover]

    /// Held by nobody outside the list of special-purpose accounts (guide, NCT2-4.2-U4), whatever a policy says.
    public static let alwaysSpecial: Set<RoleName> = [
        securityAdministrator, privilegedAdministrator, breakGlass, provisioner, policyAuthor, policyApprover,
    ]
    /// Every role whose name means something without any rule.
    static let all = alwaysSpecial.union([auditor, operatorOfNode])
    /// What a personnel system never gives: who watches is not chosen by a feed either.
    public static let neverProvisioned = alwaysSpecial.union([auditor, operatorOfNode])
}

extension PolicySnapshot {
    /// Whether the role is for accounts in the list of special-purpose accounts alone.
    public func isSpecial(_ role: RoleName) -> Bool {
        OfficialRole.alwaysSpecial.contains(role) || definition.roles[role]?.isSpecial == true
    }

    public func isExternal(_ roles: Set<RoleName>) -> Bool {
        roles.contains { definition.roles[$0]?.kind == .external }
    }
}
