/// A review as the administration API tells it.
struct ReviewTaskDocument: Codable {
    let id: String
    let kind: String
    let period: String
    let from: String
    let to: String
    let dueAt: String
    let state: String
    let signers: [String]
    let owner: String?
    let user: String?
    let approval: String?
    let questions: [Question]
    let sheetSha256: String?
    let tables: [ReviewTable]?
    let signOff: SignOff?

    struct Question: Codable {
        let item: String
        let ko: String
        let en: String
        let answer: String?
    }

    struct SignOff: Codable {
        let by: String
        let at: String
        let reason: String
        let findings: String
        let findingCount: Int
        let sheetSha256: String
    }
}

struct ReviewTable: Codable {
    let section: String
    let titleKo: String
    let titleEn: String
    let columns: [String]
    var rows: [[String]]
    let left: Int
}

struct KeptRightDocument: Codable {
    let right: String
    let reason: String
    let by: String
    let at: String
    let until: String
}

struct KeptRightsDocument: Codable {
    let keptRights: [KeptRightDocument]
}
