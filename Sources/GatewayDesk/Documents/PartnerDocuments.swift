internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayStore

struct PartnerDocument: Encodable {
    let organisation: String
    let users: [String]
}

struct OffBoardingDocument: Encodable {
    struct Person: Encodable {
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
