/// An alarm of a watch rule with what was done about it, as the API answers it.
struct MeasureDocument: Codable {
    let id: String
    let at: String
    let user: String
    let rule: String
    let kind: String
    let observed: String
    let limit: String
    let step: String
    let severity: String
    let grounds: [String]
    let grantsPaused: [String]
    let grantsFoundPaused: [String]
    let locks: [String]
    let sessionsEnded: Int
    let drill: Bool
    let owner: String?
    let liftedAt: String?
    let liftedBy: String?
    let liftReason: String?
}
