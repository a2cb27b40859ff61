import GatewayIdentity
import GatewayPolicy
import Testing

/// Compliance profile nct-2025-04, section 3, "Decision vectors".
@Suite struct `The decision vectors of the profile` {
    private let policy: ExamplePolicy
    private let staff: Question
    private let partner: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
        partner = try .partnerAtTen()
    }

    @Test func `V1: staff with certificate and TOTP are allowed, with the limits of the grade and storage denied`()
        throws
    {
        let permit = try #require(try policy.decide(staff).permit)
        #expect(permit.limits.idle == .minutes(10))
        #expect(permit.limits.absolute == .minutes(240))
        #expect(permit.obligations.storage == .deny)
        #expect(permit.rules == ["nct-staff"])
        #expect(permit.grade == .classified)
    }

    @Test func `V2: without TOTP it is a step-up`() throws {
        let stepUp = try #require(try policy.decide(staff.changed { $0.circumstances.proofs.removeLast() }).stepUp)
        #expect(stepUp.reason == .factorMissing)
        #expect(stepUp.missing.map(\.name) == [.second])
    }

    @Test func `V3: at 19:00:00 the window is shut, at 18:59:59 it is open`() throws {
        let end = try #require(RFC3339.parse("2026-11-23T19:00:00+09:00"))
        func at(_ time: UnixTime) -> Question {
            staff.changed {
                $0.circumstances.move(to: time)
                $0.circumstances.proofs = [.certificate(time), .totp(time)]
            }
        }
        #expect(try policy.decide(at(end)).reason == .timeWindowDenied)
        #expect(try policy.decide(at(end - .seconds(1))).permit?.validUntil == end)
    }

    @Test func `V4: the wireless network is another zone`() throws {
        #expect(
            try policy.decide(staff.changed { $0.circumstances.source = try .of("10.30.0.5") }).reason == .zoneDenied)
    }

    @Test func `V5: an action that no rule lists is denied by default`() throws {
        #expect(try policy.decide(staff.changed { $0.method = .delete }).reason == .defaultDeny)
    }

    @Test func `V6: whoever is not on the list of handlers is refused`() throws {
        var policy = policy
        policy.definition.tags["national_core_technology"]?.requirements = [.approval(.handler)]
        #expect(try policy.decide(staff).reason == .handlerNotListed)
        let now = staff.circumstances.at
        #expect(
            try policy.decide(staff.changed { $0.circumstances.approvals = [.held(.handler, at: now)] }).permit != nil)
    }

    @Test func `V7: a partner is allowed to view, until the grant ends`() throws {
        let permit = try #require(try policy.decide(partner).permit)
        #expect(permit.limits.absolute == .minutes(120))
        #expect(permit.actions == [.view])
        #expect(permit.validUntil == partner.circumstances.at + .minutes(10))
    }

    @Test func `V8: a grant that ended one second ago has expired`() throws {
        let late = partner.changed { $0.circumstances.grants[0].to = $0.circumstances.at - .seconds(1) }
        #expect(try policy.decide(late).reason == .approvalExpired)
        // Half-open: at its end it has ended.
        #expect(
            try policy.decide(partner.changed { $0.circumstances.grants[0].to = $0.circumstances.at }).reason
                == .approvalExpired)
    }

    @Test func `V9: from the internet the zone is denied`() throws {
        #expect(
            try policy.decide(partner.changed { $0.circumstances.source = try .of("211.234.100.7") }).reason
                == .zoneDenied)
    }

    @Test func `V10: the permit of a partner does not list downloads`() throws {
        #expect(try policy.decide(partner).permit?.permittedActions == [.view])
        var policy = policy
        policy.definition.consoles[0].actionOverrides = [
            .init(methods: [.get], paths: [try PathPattern("/project/p-17/drawings")], action: .download)
        ]
        #expect(try policy.decide(partner).reason == .downloadDenied)
    }

    @Test func `V11: a partner cannot be an administrator too`() throws {
        let question = partner.changed { $0.subject.roles.insert("privileged_admin") }
        #expect(try policy.decide(question).reason == .roleConflict)
        #expect(
            try policy.snapshot().conflict(in: question.subject.roles)
                == .excluded("foreign_partner", "privileged_admin"))
    }

    @Test func `V12 and V13: an administrator needs the approval of two people, and WebAuthn`() throws {
        var policy = policy
        policy.definition.rules[1].conditions?.approvals = ["two_person"]
        let now = staff.circumstances.at
        let admin = staff.changed {
            $0.subject = Subject(account: AccountName(stored: "park-5e11"), roles: ["privileged_admin"])
            $0.path = "/kms/keys"
        }
        #expect(try policy.decide(admin).reason == .approvalMissing)
        let approved = admin.changed { $0.circumstances.approvals = [.held("two_person", at: now)] }
        #expect(try policy.decide(approved).stepUp?.missing.map(\.name) == [.strong])
        #expect(
            try policy.decide(approved.changed { $0.circumstances.proofs.append(.webauthn(now)) }).permit?.actions
                == [.view])
    }

    @Test func `V16: a session shown with another certificate is refused`() throws {
        #expect(
            try policy.decide(staff.changed { $0.circumstances.certificate = .other }).reason
                == .sessionCertificateMismatch)
    }

    @Test func `V17: the right code does not help a locked account`() throws {
        let locked = staff.changed { $0.subject.condition = .locked }
        #expect(try policy.decide(locked).reason == .accountLocked)
        #expect(Reason.accountLocked.publicReason == .factorFailed)
        let profile = try policy.snapshot().lockout(for: staff.subject.roles)
        #expect(profile.failures == 3)
        #expect(profile.lock == .untilAdministrator)
    }
}
