internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct PartnerDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Partner", "A partner organisation.",
        [
            .needed("organisation", .text),
            .needed("users", .list(of: .account), "Its people who are not removed."),
        ])

    let organisation: String
    let users: [String]
}

struct OffBoardingDocument: DeskDocument {
    static let schema = ObjectSchema(
        "OffBoarding", "What one act took from the people of a partner organisation.",
        [
            .needed("organisation", .text),
            .needed("at", .instant),
            .needed("people", .list(of: .object(Person.self)), "By name. All of them are disabled."),
        ])

    struct Person: DeskDocument {
        static let schema = ObjectSchema(
            "OffBoardedPerson", "What was taken from one of them.",
            [
                .needed("user", .account),
                .needed("sessions_ended", .count),
                .needed("grants_ended", .list(of: .text)),
                .needed("approvals_withdrawn", .list(of: .text)),
                .needed("certificates_unbound", .list(of: .binding)),
                .needed("factors_revoked", .count),
                .needed("deletion_tasks", .list(of: .text), "Grants under which something is to be destroyed now."),
            ])

        let user: String
        let sessionsEnded: Int
        let grantsEnded: [String]
        let approvalsWithdrawn: [String]
        let certificatesUnbound: [String]
        let factorsRevoked: Int
        let deletionTasks: [String]

        private enum CodingKeys: String, CodingKey {
            case user
            case sessionsEnded = "sessions_ended"
            case grantsEnded = "grants_ended"
            case approvalsWithdrawn = "approvals_withdrawn"
            case certificatesUnbound = "certificates_unbound"
            case factorsRevoked = "factors_revoked"
            case deletionTasks = "deletion_tasks"
        }
    }

    let organisation: String
    let at: String
    let people: [Person]

    init(_ report: OffBoardingReport) {
        organisation = report.organisation
        at = RFC3339.string(report.at)
        people = report.people.map {
            Person(
                user: $0.taken.account.text, sessionsEnded: $0.sessionsEnded, grantsEnded: $0.taken.grantsEnded,
                approvalsWithdrawn: $0.taken.approvalsWithdrawn,
                certificatesUnbound: $0.taken.certificatesUnbound.map(\.text),
                factorsRevoked: $0.taken.factorsRevoked, deletionTasks: $0.deletionTasks)
        }
    }
}
