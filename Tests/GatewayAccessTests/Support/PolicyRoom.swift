import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import Synchronization
import Testing

/// A house whose policy two people change. Its policies are lists of roles, one a file: what matters here is who may do what with
/// them, not what is in them.
struct PolicyRoom: Sendable {
    let house: House
    let workshop: SmallWorkshop
    let policies: PolicyChange

    static let kim = PolicyHand(AccountName(stored: "kim-7f3a"), key: AuthenticatorID("cert-kim"))
    static let han = PolicyHand(AccountName(stored: "han-3d4e"), key: AuthenticatorID("cert-han"))
    static let lee = PolicyHand(AccountName(stored: "lee-90aa"), key: AuthenticatorID("cert-lee"))
    static let roles = ["staff", "security_admin", "policy_author", "policy_approver", "auditor"]

    init(
        truth: PolicyChangeRules.Truth = .store, withThird: Bool = true,
        approvalLife: Duration = PolicyChangeRules().approvalLife
    ) async throws {
        let workshop = SmallWorkshop()
        self.workshop = workshop
        let first = try workshop.snapshot(of: Self.bundle())
        house = try await House(policy: first)
        policies = PolicyChange(
            access: house.access, store: house.sqlite, workshop: workshop,
            rules: PolicyChangeRules(truth: truth, emergencyHours: 4, approvalLife: approvalLife))
        let access = house.access
        workshop.adopt { access.adopt(policy: $0) }
        try await policies.note(
            Self.bundle(), first.sha256, as: .file, at: house.clock.now, requestID: Self.requestID)
        try await house.add(
            Self.kim.account.text, roles: ["staff", "security_admin"], certificate: Sample.certificate(1, serial: "01"))
        try await house.add(
            Self.lee.account.text, roles: ["staff", "policy_approver"], certificate: Sample.certificate(2, serial: "02")
        )
        guard withThird else { return }
        try await house.add(
            Self.han.account.text, roles: ["staff", "security_admin"], certificate: Sample.certificate(3, serial: "03"))
    }

    static let requestID = RequestID(high: 7, low: 7)

    /// - Parameter extra: a role more, so that it is another policy.
    static func bundle(_ roles: [String] = roles, _ extra: String? = nil) throws -> PolicyBundle {
        try PolicyBundle(
            (roles + (extra.map { [$0] } ?? [])).map { PolicyBundle.File(name: "\($0).yaml", text: $0) })
    }

    static func order(_ hand: PolicyHand, _ reason: String = "야간 근무, ticket 88") -> PolicyChange.Order {
        PolicyChange.Order(House.mandate(.administrator(hand.account), reason), by: hand)
    }

    func propose(_ extra: String = "night_shift") async throws -> PolicyDraft {
        try await policies.propose(Self.bundle(Self.roles, extra), Self.order(Self.kim))
    }

    func approve(_ draft: PolicyDraft, by hand: PolicyHand = lee) async throws -> PolicyDraft {
        let seal = try #require(try await policies.seal(of: draft))
        return try await policies.approve(draft.id, seen: seal, Self.order(hand))
    }

    enum Dismissal: CaseIterable {
        case disabled, locked, roleLost
    }

    func dismiss(_ name: AccountName, _ how: Dismissal) async throws {
        let administration = house.administration
        switch how {
        case .disabled: try await administration.disable(name, House.operatorMandate)
        case .locked: _ = try await administration.addLock(.account(name), until: nil, House.operatorMandate)
        case .roleLost: try await administration.setRoles([RoleName("staff")], of: name, House.operatorMandate)
        }
    }

    func settle() async throws {
        try await policies.settle(at: house.clock.now, requestID: Self.requestID)
    }

    var inForce: PolicyVersion? { get async throws { try await house.sqlite.currentPolicy() } }

    /// Whether the policy in force knows a role.
    func knows(_ role: String) -> Bool { house.access.policy.definition.roles[RoleName(role)] != nil }
}

/// Makes a policy of the roles that the files name; a file `broken.yaml` is a defect, `late.yaml` one that only taking it into use finds,
/// `lower.yaml` lowers a grade.
final class SmallWorkshop: PolicyWorkshop {
    private let taking = Mutex<(@Sendable (PolicySnapshot) -> Void)?>(nil)
    private let closing = Mutex(false)
    private let unfit = Mutex<PolicyBundle?>(nil)
    private let trial = Mutex<PolicySnapshot?>(nil)

    /// What every request is asked of as well.
    var onTrial: PolicySnapshot? { trial.withLock { $0 } }

    /// Whether all requests are denied, whatever the policy says.
    var isSuspended: Bool { closing.withLock { $0 } }

    /// From now on these files cannot be taken into use.
    func spoil(_ bundle: PolicyBundle?) { unfit.withLock { $0 = bundle } }

    func compile(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PolicySnapshot {
        guard unfit.withLock({ $0 != bundle }) else { throw PolicyUnfit(["roles.yaml:1:1: is not here"]) }
        do {
            return try snapshot(of: bundle)
        } catch {
            throw PolicyUnfit(["\(error)"])
        }
    }

    func putOnTrial(_ policy: PolicySnapshot?) async { trial.withLock { $0 = policy } }

    func suspend() async { closing.withLock { $0 = true } }

    func adopt(_ take: @escaping @Sendable (PolicySnapshot) -> Void) { taking.withLock { $0 = take } }

    func snapshot(of bundle: PolicyBundle) throws -> PolicySnapshot {
        var definition = try HousePolicy.snapshot().definition
        definition.roles = Dictionary(
            uniqueKeysWithValues: bundle.rules.map { file in
                let role = Role(
                    kind: file.text == "service" ? .service : .member,
                    excludes: file.text == "excludes staff" ? [RoleName("staff")] : [])
                return (RoleName(String(file.name.dropLast(".yaml".count))), role)
            })
        let people = definition.roles.filter { $0.value.kind == .member }.keys
        let factors = [FactorRequirement(.certificate), FactorRequirement(.totp)]
        definition.rules =
            people.isEmpty
            ? []
            : [
                Rule(
                    id: RuleID("everybody"), target: .init(roles: .only(Set(people)), consoles: .all),
                    effect: .allow(.init(factors: factors)))
            ]
        return try PolicySnapshot(compiling: definition, sha256: SHA256.digest(of: bundle.canonicalBytes))
    }

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, people: Set<AccountName>, replaying: Bool) async
        -> PolicyFindings
    {
        guard !bundle.files.contains(where: { $0.name == "broken.yaml" }) else {
            return PolicyFindings(defects: ["broken.yaml:1:1: is broken"])
        }
        do {
            let before = Set(base?.files.map(\.name) ?? [])
            return PolicyFindings(
                defects: [],
                defectsOfBase: unfit.withLock { base != nil && $0 == base } ? ["roles.yaml:1:1: is not here"] : [],
                tests: 3, snapshot: try snapshot(of: bundle),
                changes: bundle.files.filter { !before.contains($0.name) }.map {
                    PolicyAlteration(change: .added, section: "roles", name: $0.text)
                },
                lowered: bundle.files.contains { $0.name == "lower.yaml" } ? ["console fab: classified -> open"] : [])
        } catch {
            return PolicyFindings(defects: ["\(error)"])
        }
    }

    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy {
        guard !bundle.files.contains(where: { $0.name == "late.yaml" }) else {
            throw PolicyUnfit(["console fab: its certificate is not there"])
        }
        guard unfit.withLock({ $0 != bundle }) else { throw PolicyUnfit(["roles.yaml:1:1: is not here"]) }
        do {
            let snapshot = try snapshot(of: bundle)
            let take = taking.withLock { $0 }
            return PreparedPolicy(snapshot: snapshot) { [self] _ in
                closing.withLock { $0 = false }
                take?(snapshot)
            }
        } catch {
            throw PolicyUnfit(["\(error)"])
        }
    }
}
