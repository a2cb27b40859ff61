/// What the administration API tells of keys.
struct KeysDocument: Codable {
    let keyEncryptionKeys: [KeyEncryptionKey]
    let dataKeys: [DataKey]
    let pending: Int
    let problem: String?
    let checkpointKey: CheckpointKey?

    struct CheckpointKey: Codable {
        let id: String
        let algorithm: String
        let signed: UInt64
        let signedAt: String?
    }

    struct KeyEncryptionKey: Codable {
        let id: String
        let place: String
        let state: String
        let createdAt: String
        let ageDays: Int
        let rotateBy: String
        let overdue: Bool
        let dataKeys: Int
    }

    struct DataKey: Codable {
        let id: String
        let inUse: Bool
        let wrappedBy: String?
        let createdAt: String?
        let ageDays: Int?
        let accountKeys: Int
        let secrets: Int
    }

    /// For a person.
    var lines: [String] {
        let wrapping = TextTable(
            headings: [.keyEncryptionKey, .place, .state, .created, .ageInDays, .rotateBy, .dataKeys],
            rows: keyEncryptionKeys.map { key in
                [
                    key.id, key.place, key.state, key.createdAt.shownTime, "\(key.ageDays)",
                    key.rotateBy.shownTime + (key.overdue ? worded(" 지남", " overdue") : ""), "\(key.dataKeys)",
                ]
            })
        let sealing = TextTable(
            headings: [.dataKey, .wrappedBy, .created, .ageInDays, .accountKeys, .secrets],
            rows: dataKeys.map { key in
                [
                    key.id + (key.inUse ? " *" : ""), key.wrappedBy ?? "-", key.createdAt?.shownTime ?? "-",
                    key.ageDays.map { "\($0)" } ?? "-", "\(key.accountKeys)", "\(key.secrets)",
                ]
            })
        let signing = checkpointKey.map { key in
            [
                "",
                worded(
                    "체크포인트 서명 키: \(key.id) (\(key.algorithm)), 마지막 서명: 기록 \(key.signed)번",
                    "Key of checkpoints: \(key.id) (\(key.algorithm)), signed last: record \(key.signed)"),
            ]
        }
        return wrapping.lines + [""] + sealing.lines + (signing ?? [])
            + (pending > 0 ? ["", worded("갱신 대기 \(pending)건", "\(pending) to be brought under the newest keys")] : [])
            + (problem.map { ["", $0.onOneLine] } ?? [])
    }
}
