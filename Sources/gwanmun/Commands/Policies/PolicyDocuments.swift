// What the desk answers about policies, as far as commands show it. Names are snake case on the wire.

struct PolicyVersionDocument: Codable {
    let version: Int
    let sha256: String
    let policySha256: String
    let cause: String
    let author: String
    let writers: [String]
    let approver: String?
    let serial: Int?
    let signers: [String]?
    let reason: String
    let at: String
    let draft: String?
    let until: String?
    let ratifiedBy: String?
    let ratifiedAt: String?
    let ratifiedReason: String?
    let files: [String: String]?
}

extension PolicyVersionDocument {
    /// Everybody who wrote in it.
    var hands: String { writers.joined(separator: ", ") }

    /// Who approved or ratified it, or whose signatures it bears.
    var standsBehind: String { approver ?? ratifiedBy ?? signers?.joined(separator: "; ") ?? "-" }
}

struct PolicyDraftDocument: Codable {
    let id: String
    let kind: String
    let rollbackTo: Int?
    let state: String
    let base: Int
    let sha256: String
    let author: String
    let writers: [String]
    let reason: String
    let createdAt: String
    let editedAt: String
    let sound: Bool
    let approvedBy: String?
    let approvedAt: String?
    let approvedUntil: String?
    let approvedReason: String?
    let seal: String?
    let dueAt: String?
    let endedBy: String?
    let endedAt: String?
    let endedReason: String?
    let trialUntil: String?
    let trialStartedAt: String?
    let trialStartedBy: String?
    let trialReason: String?
    let trialPolicySha256: String?
    let version: Int?
    let files: [String: String]?
    let examination: PolicyExaminationDocument?
}

struct PolicyExaminationDocument: Codable {
    let policySha256: String?
    let consoles: Int
    let rules: Int
    let tests: Int
    let testsBefore: Int?
    let beside: Int?
    let defects: [String]
    let failingTests: [String]
    let warnings: [String]
    let changes: [PolicyChangeDocument]
    let lowered: [String]
    let shutOut: [String]
    let replay: Replay?

    struct Replay: Codable {
        let sha256: String
        let gained: Int
        let lost: Int
        let eased: Int
        let tightened: Int
        let reworded: Int
        let unchanged: Int
        let undecidable: Int
        let masked: Bool?
        let report: String
    }
}

struct PolicyChangeDocument: Codable {
    let change: String
    let section: String
    let name: String
    let values: [Value]

    struct Value: Codable {
        let key: String
        let before: String?
        let after: String?
    }

    /// `~ rules/fab-people`, and below it `zones: fab-office -> any` for each key that differs.
    var lines: [String] {
        let sign =
            switch change {
            case "added": "+"
            case "removed": "-"
            case _: "~"
            }
        return ["\(sign) \(section)/\(name)"]
            + values.map { value in
                switch (value.before, value.after) {
                case (let before?, let after?): "    \(value.key): \(before) -> \(after)"
                case (let before?, nil): "    \(value.key): \(before) -> -"
                case (nil, let after?): "    \(value.key): - -> \(after)"
                case (nil, nil): "    \(value.key)"
                }
            }
    }
}

/// What an activation comes to: now, a version; at a time, the draft that waits for it.
enum PolicyActivation: Decodable {
    case version(PolicyVersionDocument)
    case draft(PolicyDraftDocument)

    private enum CodingKeys: CodingKey {
        case base
    }

    init(from decoder: any Decoder) throws {
        let isDraft = try decoder.container(keyedBy: CodingKeys.self).contains(.base)
        self =
            isDraft
            ? .draft(try PolicyDraftDocument(from: decoder)) : .version(try PolicyVersionDocument(from: decoder))
    }
}
