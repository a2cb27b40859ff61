import GatewayAccess
import GatewayIdentity
import GatewayStore

/// A grant rests, goes on, or has its deletion confirmed.
struct GrantOrder: DeskOrder {
    let kind: GrantOrderKind
    let id: String

    var place: MenuPlace { .grants }
    var words: OrderWords { kind.words }
    var subject: String? { id }
    var home: DeskPath { .grants }
    var isGrave: Bool { kind == .pause }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch kind {
        case .pause: try await visit.administration.pauseGrant(id, mandate)
        case .resume: try await visit.administration.resumeGrant(id, mandate)
        case .confirmDeletion: try await visit.administration.confirmDeletion(of: id, mandate)
        }
        return .done(.carriedOut)
    }
}

/// A whole partner leaves; what was taken is told, to be kept with the papers.
struct OffBoardOrder: DeskOrder {
    var place: MenuPlace { .partners }
    var words: OrderWords { ApprovalWords.offBoard }
    var home: DeskPath { .partner(.list) }
    var isGrave: Bool { true }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        [FieldSpec(PartnerPath.organisation, ColumnWords.organisation, .line(200))]
    }

    func initial(_ visit: DeskVisit) async throws -> Entries {
        Entries([PartnerPath.organisation: visit.query[PartnerPath.organisation] ?? ""])
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let report = try await visit.administration.offBoard(
            try entries.required(PartnerPath.organisation), mandate)
        var section = Section(
            "report", visit.say(ApprovalWords.report),
            [
                ColumnWords.account, FrameWords.sessions, ApprovalWords.grantsEnded, ApprovalWords.approvalsWithdrawn,
                ApprovalWords.certificates, ColumnWords.factors, ApprovalWords.deletions,
            ].map(visit.say),
            report.people.map { person in
                [
                    [visit.person(person.taken.account)], [.text(visit.say(FrameWords.count(person.sessionsEnded)))],
                    person.taken.grantsEnded.map { .code($0) }, person.taken.approvalsWithdrawn.map { .code($0) },
                    person.taken.certificatesUnbound.map { .code($0.text) },
                    [.text(visit.say(FrameWords.count(person.taken.factorsRevoked)))],
                    person.deletionTasks.map { .code($0) },
                ]
            }, empty: visit.say(FrameWords.none))
        section.note = "\(report.organisation) · \(RFC3339.string(report.at))"
        return .report([section])
    }
}
