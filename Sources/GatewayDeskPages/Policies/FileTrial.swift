import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages

/// What somebody typed, looked at as a draft of it would be; nothing is kept.
struct FileTrial: Sendable {
    let bundle: PolicyBundle
    let examination: PolicyExamination
    let findings: PolicyFindings

    /// - Returns: `nil` when it is not this person's turn.
    static func of(_ edit: FileEdit, by visit: DeskVisit) async throws -> FileTrial? {
        _ = try visit.admitted(to: .tryPolicy)
        return try await visit.examinations.take(visit.person.account) {
            let bundle = try edit.applied(to: try await edit.files(by: visit))
            let (examination, findings) = try await visit.policies.look(at: bundle, author: visit.person.account)
            return FileTrial(bundle: bundle, examination: examination, findings: findings)
        }
    }

    var errors: Int { examination.obstacles.count }

    var summary: Words {
        EditorWords.summary(errors, examination.warnings.count, examination.changes.count)
    }
}
