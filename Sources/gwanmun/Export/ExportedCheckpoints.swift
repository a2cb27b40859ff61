import GatewayAudit
import GatewayAuditFile
import Glibc

/// Signed points of the chain, in the file `checkpoints.ndjson` beside the segments, where there is one.
struct ExportedCheckpoints {
    static let name = CheckpointFile.name
    private let directory: String

    init(_ directory: String) { self.directory = directory }

    /// Those of the records of a piece, as they stand.
    func lines(of piece: TrailExtract) throws(FileFailure) -> [String] {
        let path = directory + "/" + Self.name
        guard piece.first > 0, PrivateFile.exists(path) else { return [] }
        var found: [String] = []
        var lines = try CheckpointLines(path)
        while let next = try lines.next() {
            guard case .checkpoint(let checkpoint, let line) = next else { continue }
            guard checkpoint.point.sequence >= piece.first, checkpoint.point.sequence <= piece.last else { continue }
            found.append(String(decoding: line, as: UTF8.self))
        }
        return found
    }
}
