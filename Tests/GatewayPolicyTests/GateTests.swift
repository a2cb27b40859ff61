import GatewayIdentity
import GatewayPolicy
import Testing

/// Each test takes one thing away from a request that is allowed, so that one gate alone refuses.
@Suite struct `Each gate of a decision refuses alone` {
    private var policy: ExamplePolicy
    private let staff: Question
    private let partner: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
        partner = try .partnerAtTen()
        // What follows takes one thing away from these.
        #expect(try policy.decide(staff).permit != nil)
        #expect(try policy.decide(partner).permit != nil)
    }

    @Test func `a console that the policy does not know`() throws {
        #expect(try policy.decide(staff.changed { $0.console = "unknown" }).reason == .defaultDeny)
    }

    @Test func `a disabled account`() throws {
        #expect(try policy.decide(staff.changed { $0.subject.condition = .disabled }).reason == .accountDisabled)
    }

    @Test func `a role that the policy does not know`() throws {
        #expect(try policy.decide(staff.changed { $0.subject.roles.insert("retired") }).reason == .policyConflict)
    }

    @Test func `a program that also has the role of a person`() throws {
        var policy = policy
        policy.definition.roles["robot"] = Role(kind: .service)
        #expect(try policy.decide(staff.changed { $0.subject.roles.insert("robot") }).reason == .roleConflict)
    }

    @Test func `a program where no rule names its role`() throws {
        var policy = policy
        policy.definition.roles["robot"] = Role(kind: .service)
        policy.definition.rules[3] = try .allow("notice-all", "staff", on: "notice", "/x", [.view], [.certificate])
        policy.definition.rules[3].target.roles = .all
        let person = staff.changed {
            $0.console = "notice"
            $0.path = "/x"
        }
        #expect(try policy.decide(person).permit != nil)
        #expect(try policy.decide(person.changed { $0.subject.roles = ["robot"] }).reason == .defaultDeny)
        policy.definition.rules[3].target.roles = .only(["robot"])
        #expect(try policy.decide(person.changed { $0.subject.roles = ["robot"] }).permit != nil)
    }

    @Test func `no role at all`() throws {
        #expect(try policy.decide(staff.changed { $0.subject.roles = [] }).reason == .defaultDeny)
    }

    @Test(arguments: [RequestMethod.trace, .connect, .other("PROPFIND")])
    func `a method without an action`(method: RequestMethod) throws {
        #expect(try policy.decide(staff.changed { $0.method = method }).reason == .actionDenied)
    }

    @Test func `TRACE, even where an override names every method`() throws {
        var policy = policy
        policy.definition.consoles[0].actionOverrides = [.init(methods: [], paths: [.everything], action: .view)]
        #expect(try policy.decide(staff.changed { $0.method = .other("PROPFIND") }).permit != nil)
        #expect(try policy.decide(staff.changed { $0.method = .trace }).reason == .actionDenied)
    }

    @Test func `a deny rule`() throws {
        var policy = policy
        policy.definition.rules.append(try .deny("closed", on: "fab", "/project/x"))
        let denial = try #require(try policy.decide(staff).denial)
        #expect(denial == (try policy.decide(staff.changed { $0.circumstances.proofs = [] }).denial))
        #expect(denial.reason == .denyRule)
        #expect(denial.rule == "closed")
        #expect(try policy.decide(staff.changed { $0.path = "/project/y" }).permit != nil)
    }

    @Test func `a path that no rule speaks of`() throws {
        #expect(try policy.decide(staff.changed { $0.path = "/iam" }).reason == .pathNotAllowed)
    }

    @Test func `a path that can be read in two ways`() throws {
        #expect(try policy.decide(staff.changed { $0.path = "/project/%2e%2e/iam" }).reason == .badRequest)
    }

    @Test func `a download that no rule lists`() throws {
        var policy = policy
        policy.definition.consoles[0].actionOverrides = [
            .init(methods: [.get], paths: [try PathPattern("/project/export")], action: .download)
        ]
        #expect(try policy.decide(staff.changed { $0.path = "/project/export" }).reason == .downloadDenied)
    }

    @Test func `V15: a revocation list that is older than the grade allows`() throws {
        func knownSince(_ age: Duration) -> Question {
            staff.changed { $0.circumstances.revocationKnownAt = $0.circumstances.at - age }
        }
        #expect(try policy.decide(knownSince(.minutes(60) - .milliseconds(1))).permit != nil)
        #expect(try policy.decide(knownSince(.minutes(60))).reason == .revocationUnknown)
        #expect(try policy.decide(knownSince(.minutes(61))).reason == .revocationUnknown)
        #expect(
            try policy.decide(knownSince(.minutes(61)).changed { $0.console = "notice" }).reason != .revocationUnknown)
        let permit = try #require(try policy.decide(knownSince(.minutes(50))).permit)
        #expect(permit.validUntil == staff.circumstances.at + .minutes(10))
    }

    @Test func `an answer that is a download where another rule denies downloads`() throws {
        var policy = policy
        policy.definition.rules[0].target.actions = [.view, .download]
        #expect(try policy.decide(staff).permit?.permittedActions == [.view, .download])
        policy.definition.rules.append(
            Rule(
                id: "no-export-at-night",
                target: .init(
                    roles: .all, consoles: .only(["fab"]), paths: [try PathPattern("/**")], actions: [.download]),
                effect: .deny(.init())))
        #expect(try policy.decide(staff).permit?.permittedActions == [.view])
    }

    @Test func `an answer that is a download where the rule for downloads asks for more`() throws {
        var policy = policy
        policy.definition.rules[0].target.actions = [.view, .download]
        policy.definition.rules.append(
            try .allow("download", "staff", on: "fab", "/**", [.download], [.strong], zones: ["internal", "vpn"]))
        #expect(try policy.decide(staff).permit?.permittedActions == [.view])
        let strong = staff.changed { $0.circumstances.proofs.append(.webauthn($0.circumstances.at)) }
        #expect(try policy.decide(strong).permit?.permittedActions == [.view, .download])
    }

    @Test func `a person from outside who holds a special role (semantics 6)`() throws {
        var policy = policy
        policy.definition.roles["crane_operator"] = Role(kind: .member, isSpecial: true)
        let question = partner.changed { $0.subject.roles.insert("crane_operator") }
        #expect(try policy.decide(question).reason == .roleConflict)
        policy.definition.roles["crane_operator"]?.isSpecial = false
        #expect(try policy.decide(question).permit != nil)
    }

    @Test(arguments: OfficialRole.alwaysSpecial.sorted())
    func `a person from outside who holds an official role, whatever the policy says of it (semantics 6)`(
        _ official: RoleName
    ) throws {
        var policy = policy
        policy.definition.roles[official] = Role(kind: .member, isSpecial: false)
        #expect(
            try policy.decide(partner.changed { $0.subject.roles.insert(official) }).reason == .roleConflict)
    }

    @Test func `an action that one of the roles does not allow`() throws {
        let both = staff.changed {
            $0.subject.roles.insert("auditor")
            $0.method = .put
        }
        #expect(try policy.decide(both).reason == .actionDenied)
        #expect(try policy.decide(both.changed { $0.method = .get }).permit?.permittedActions == [.view])
    }

    @Test func `rules without a common zone`() throws {
        var policy = policy
        policy.definition.rules.append(
            try .allow("other", "staff", on: "fab", "/project/*", [.view], [.second], zones: ["wireless"]))
        #expect(try policy.decide(staff).reason == .policyConflict)
    }

    @Test func `a partner without a grant, and one whose grant has not begun`() throws {
        #expect(try policy.decide(partner.changed { $0.circumstances.grants = [] }).reason == .approvalMissing)
        #expect(
            try policy.decide(partner.changed { $0.circumstances.grants[0].from = $0.circumstances.at + .seconds(1) })
                .reason == .approvalMissing)
        #expect(
            try policy.decide(partner.changed { $0.circumstances.grants[0].console = "build" }).reason
                == .approvalMissing)
    }

    @Test func `an external role needs a grant, also where the rule does not say so`() throws {
        var policy = policy
        policy.definition.rules[2].conditions?.approvals = []
        #expect(try policy.decide(partner).permit != nil)
        #expect(try policy.decide(partner.changed { $0.circumstances.grants = [] }).reason == .approvalMissing)
    }

    @Test func `no certificate`() throws {
        #expect(
            try policy.decide(staff.changed { $0.circumstances.proofs.removeFirst() }).reason == .noClientCertificate)
    }

    @Test func `a code that is as old as the step-up age`() throws {
        let now = staff.circumstances.at
        func shown(_ age: Duration) -> Question { staff.changed { $0.circumstances.proofs[1] = .totp(now - age) } }
        #expect(try policy.decide(shown(.minutes(15) - .milliseconds(1))).permit != nil)
        let stepUp = try #require(try policy.decide(shown(.minutes(15))).stepUp)
        #expect(stepUp.missing.map(\.hasLapsed) == [true])
        #expect(stepUp.missing.map(\.maximumAge) == [.minutes(15)])
    }

    @Test func `a code that is older than the rule wants`() throws {
        var policy = policy
        policy.definition.rules[0].conditions?.factors = [.init(.totp, maximumAge: .minutes(5))]
        let old = staff.changed { $0.circumstances.proofs[1] = .totp($0.circumstances.at - .minutes(5)) }
        #expect(try policy.decide(staff).permit?.validUntil == staff.circumstances.at + .minutes(5))
        #expect(try policy.decide(old).stepUp?.missing.map(\.maximumAge) == [.minutes(5)])
    }

    @Test func `a code from the future`() throws {
        let now = staff.circumstances.at
        #expect(
            try policy.decide(staff.changed { $0.circumstances.proofs[1] = .totp(now + .seconds(6)) }).stepUp != nil)
        // Clocks of threads and nodes differ a little.
        #expect(
            try policy.decide(staff.changed { $0.circumstances.proofs[1] = .totp(now + .seconds(5)) }).permit != nil)
    }

    @Test func `a second factor from the device that holds the certificate`() throws {
        let one = staff.changed {
            $0.circumstances.proofs[1] = FactorProof(
                kind: .webauthn, authenticator: AuthenticatorID("card"), at: $0.circumstances.at)
        }
        #expect(try policy.decide(one).stepUp != nil)
    }

    @Test func `a recovery code on a classified console; it stands in for TOTP on a sensitive one`() throws {
        let now = staff.circumstances.at
        let recovered = staff.changed { $0.circumstances.proofs[1] = .recovery(now) }
        #expect(try policy.decide(recovered).stepUp != nil)
        #expect(try policy.decide(recovered.changed { $0.console = "build" }).permit != nil)
    }
}
