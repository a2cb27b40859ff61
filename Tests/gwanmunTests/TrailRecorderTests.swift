import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewayReview
import GatewayStore
import GatewayTesting
import Synchronization
import Testing

@testable import gwanmun

/// Compliance 2.9: rights given, changed and taken, with applicant, approver, right and reason.
@Suite struct `The trail` {
    private final class KeptJournal: AuditJournal {
        let entries = Mutex<[AuditEntry]>([])

        func record(_ entry: AuditEntry) async throws(AuditFailure) { entries.withLock { $0.append(entry) } }
    }

    private static let kim = AccountName(stored: "kim-7f3a")
    private static let system = Actor.provisioner(AccountName(stored: "hr-feed-77"))

    private func recorded(
        _ kind: SecurityEvent.Kind, by actor: Actor = .administrator(AccountName(stored: "hong-41c2")),
        about account: AccountName? = kim, _ details: [String: String]
    ) async throws(RecordingFailure) -> [AuditEvent] {
        let journal = KeptJournal()
        try await TrailRecorder(journal: journal, countries: CountryBook()).record([
            SecurityEvent(
                kind, at: Sample.start, requestID: RequestID(high: 0, low: 1), actor: actor, account: account,
                statedReason: "letter 7", details: details)
        ])
        return journal.entries.withLock { $0.map(\.event) }
    }

    private func rights(from before: [String] = [], _ after: [String], _ grounds: ChangeGrounds) -> AuditEvent {
        .roleChange(Self.kim, before: before.map { RoleName($0) }, after: after.map { RoleName($0) }, grounds)
    }

    @Test func `has the rights that the founders of a site were given, and that nobody approved them`() async throws {
        let events = try await recorded(
            .accountAdded, by: .controlSocket(uid: 0),
            ["roles": "security_admin", "use": "person", "approval": "founding"])
        #expect(
            events == [
                .accountChange(Self.kim, .added, ChangeGrounds(cause: .founding)),
                rights(["security_admin"], ChangeGrounds(cause: .founding, applicant: "uid:0")),
            ])
    }

    @Test(arguments: [
        LockTarget.account(AccountName(stored: "kim-7f3a")), .certificate(Sample.digest(7)),
        .organisation("Meyer: Optik"),
        .issuer("CN=Users CA,O=Example"), .network(CIDRBlock("198.51.100.0/24")!),
    ])
    func `has of every lock whom it shuts out, and when that ended`(target: LockTarget) async throws {
        for kind in [SecurityEvent.Kind.lockAdded, .lockLifted] {
            let events = try await recorded(kind, about: nil, ["target": target.text])
            let told = try #require(events.first.map { String(reflecting: $0) })
            #expect(events.count == 1)
            #expect(told.contains(String(target.text.drop { $0 != ":" }.dropFirst())))
        }
    }

    @Test func `has of a certificate that was taken away what it was bound by, and why`() async throws {
        let unbound = try await recorded(.certificateUnbound, ["binding": "key:ab", "cause": "grants_over"])
        #expect(
            unbound == [
                .certificateChange(
                    Self.kim, .removed, .binding(RecordedText("key:ab")), grounds: ChangeGrounds(cause: .grantsOver))
            ])
    }

    @Test func `names nobody as having done what time did to them`() async throws {
        for kind in [SecurityEvent.Kind.grantEnded, .certificateUnbound, .accountDisabled] {
            let journal = KeptJournal()
            func tell(_ actor: Actor) async throws {
                try await TrailRecorder(journal: journal, countries: CountryBook()).record([
                    SecurityEvent(
                        kind, at: Sample.start, requestID: RequestID(high: 0, low: 1), actor: actor,
                        account: Self.kim, details: ["binding": "key:ab", "grant": "g-7"])
                ])
            }
            try await tell(.gateway)
            try await tell(.controlSocket(uid: 0))
            #expect(journal.entries.withLock { $0.map { $0.subject == nil } } == [true, false])
        }
    }

    @Test func `tells what was taken back from what was never given`() async throws {
        for (kind, step) in [(SecurityEvent.Kind.approvalRejected, "rejected"), (.approvalWithdrawn, "withdrawn")] {
            let events = try await recorded(kind, ["request": "r3", "wish": "pledge"])
            guard case .accountRequest(Self.kim, let told, _)? = events.first else {
                Issue.record("\(events)")
                continue
            }
            #expect(told.rawValue == step)
        }
    }

    @Test func `does not pass over what it has no words for`() async throws {
        for kind in SecurityEvent.Kind.allCases {
            do throws(RecordingFailure) {
                let events = try await recorded(kind, about: nil, ["target": "planet:mars"])
                #expect(!events.isEmpty || kind.isToldByOthers, "\(kind)")
            } catch {
                #expect(error.description.contains(kind.rawValue))
            }
        }
    }

    @Test func `names each who wrote a policy, where they were several`() async throws {
        let both = ["author": "kim-7f3a", "writers": "kim-7f3a han-3d4e", "approver": "lee-90aa"]
        #expect(
            try await recorded(.policyChanged, about: nil, both) == [
                .policyChange(
                    before: nil, after: nil, .adopted,
                    PolicyGrounds(author: "kim-7f3a", writers: ["kim-7f3a", "han-3d4e"], approver: "lee-90aa"))
            ])
        #expect(
            try await recorded(.policyChanged, about: nil, ["author": "kim-7f3a"]) == [
                .policyChange(before: nil, after: nil, .adopted, PolicyGrounds(author: "kim-7f3a"))
            ])
    }

    @Test func `has of a refusal which measure it would have undone, and whose`() async throws {
        let details = [
            "order": "lock_lifted", "measure": "m-1", "rule": "partner-objects", "step": "lock_certificate",
            "drill": "",
        ]
        #expect(
            try await recorded(.administrationRefused, details) == [
                .administrationRefused(
                    .actionDenied,
                    RefusedUndoing(
                        order: RecordedWord(SecurityEvent.Kind.lockLifted), id: "m-1", rule: "partner-objects",
                        step: "lock_certificate", account: Self.kim, isDrill: false))
            ])
        // Others are of no measure.
        #expect(
            try await recorded(.administrationRefused, ["order": "lock_lifted"]) == [
                .administrationRefused(.actionDenied)
            ])
    }

    @Test func `has of a grant that was given its reference and the name that ends it`() async throws {
        let events = try await recorded(.grantAdded, ["grant": "g-7", "reference": "E-2026-17"])
        #expect(
            events == [
                .grantChange(AuditTarget(.grant, "E-2026-17"), Self.kim, .added, until: nil, id: RecordedText("g-7"))
            ])
    }

    @Test func `has who approved what a personnel system brought`() async throws {
        let details = ["roles": "staff", "approval": "standing", "approver": "park-2c9d", "request": "r1"]
        let events = try await recorded(.accountAdded, by: Self.system, details)
        #expect(
            events.last
                == rights(
                    ["staff"],
                    ChangeGrounds(request: "r1", cause: .standing, applicant: "hr-feed-77", approver: "park-2c9d")))
    }

    @Test func `has applicant and approver of rights that were requested`() async throws {
        let parties = ["request": "r2", "applicant": "hong-41c2", "approver": "park-2c9d"]
        let grounds = ChangeGrounds(request: "r2", applicant: "hong-41c2", approver: "park-2c9d")
        let changed = try await recorded(.rolesChanged, parties.merging(["before": "staff", "after": "a b"]) { $1 })
        #expect(changed == [rights(from: ["staff"], ["a", "b"], grounds)])
        let added = try await recorded(.accountAdded, parties.merging(["roles": "a b"]) { $1 })
        #expect(added.last == rights(["a", "b"], grounds))
    }

    @Test func `has why an account was closed by time`() async throws {
        let unused = try await recorded(.accountDisabled, by: .gateway, ["cause": "unused"])
        #expect(unused == [.disable(Self.kim, .accountDisabled, ChangeGrounds(cause: .unused))])
        let unreviewed = try await recorded(.accountSuspended, by: .gateway, ["cause": "review_overdue"])
        #expect(unreviewed == [.accountChange(Self.kim, .suspended, ChangeGrounds(cause: .reviewOverdue))])
    }

    @Test func `has which reset was asked for, approved and carried out, and by whom`() async throws {
        let details = ["reset": "s1", "asked_by": "lee-8b2c", "approved_by": "han-3d4e"]
        let grounds = ChangeGrounds(request: "s1", applicant: "lee-8b2c", approver: "han-3d4e")
        for (kind, change) in [
            (SecurityEvent.Kind.factorReset, ChangeKind.reset), (.factorResetApproved, .resetApproved),
        ] {
            #expect(
                try await recorded(kind, details) == [.factorChange(Self.kim, .totp, change, nil, grounds: grounds)])
        }
    }

    @Test func `has of a report that was filed its digest, whom it is about and when the next one is due (T11)`()
        async throws
    {
        let digest = String(repeating: "ab", count: 32)
        let events = try await recorded(
            .reportFiled,
            [
                "report": "r-7", "kind": "bypass", "about": "outside-1", "sha256": digest, "result": "failed",
                "made_at": "2026-11-20T10:00:00+09:00", "until": "2026-11-27T10:00:00+09:00",
            ])
        #expect(
            events == [
                .reportChange(
                    .filed,
                    ReportFacts(
                        id: "r-7", kind: RecordedWord(ReportKind.bypass), about: "outside-1",
                        sha256: SHA256Digest(hex: digest), madeAt: RFC3339.parse("2026-11-20T10:00:00+09:00"),
                        due: RFC3339.parse("2026-11-27T10:00:00+09:00"), hasFailed: true))
            ])
    }

    @Test func `has in which zone a login came from, as the policy calls it`() async throws {
        let (journal, address) = (KeptJournal(), NetworkAddress(v4: 0x0A14_0304))
        let recorder = TrailRecorder(journal: journal, countries: CountryBook(), zone: { $0 == address ? "site" : nil })
        try await recorder.record([
            SecurityEvent(
                .signIn, at: Sample.start, requestID: RequestID(high: 0, low: 1), actor: .gateway, account: Self.kim,
                source: address)
        ])
        let origins = journal.entries.withLock { $0.map(\.origin) }
        #expect(!origins.isEmpty && origins.allSatisfy { $0 == AuditOrigin(address: address, zone: "site") })
    }
}
