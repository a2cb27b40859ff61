import GatewayAudit

/// Signed points of the chain, in the file `checkpoints.ndjson` beside the segments, where there is one: a JSON object a line, with `seq` and `hash`.
struct ExportedCheckpoints {
    static let name = "checkpoints.ndjson"
    private let directory: String

    init(_ directory: String) { self.directory = directory }

    /// Those of some records, as they stand.
    func lines(_ range: ClosedRange<UInt64>) -> [String] {
        guard let text = TextFile(directory + "/" + Self.name) else { return [] }
        var found: [String] = []
        text.forEachLine { line in
            if let sequence = CheckpointPoint(line)?.sequence, range.contains(sequence) {
                found.append(String(decoding: line, as: UTF8.self))
            }
        }
        return found
    }
}

/// What a checkpoint says of the chain. Its signature is for `gwanmun audit verify`.
struct CheckpointPoint {
    let sequence: UInt64
    let hash: String

    init?(_ line: UnsafeRawBufferPointer) {
        guard let record = ParsedRecord(line: line), let sequence = record.sequence, sequence > 0,
            let hash = record.text(.hash)
        else { return nil }
        self.sequence = UInt64(sequence)
        self.hash = hash
    }
}
