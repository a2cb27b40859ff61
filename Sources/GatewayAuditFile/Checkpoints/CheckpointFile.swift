public import GatewayAudit
internal import Glibc

/// The checkpoints of a trail beside its segments: only ever appended to, 0600. What is to be sent elsewhere waits here.
///
/// Not named like a segment, so that whoever reads `*.jsonl` reads records alone.
public final class CheckpointFile {
    public static let name = "checkpoints.ndjson"

    public let path: String
    /// The last one that is on the disk.
    public private(set) var last: Checkpoint?
    private let file: DiskFile

    /// Opens or makes it, and cuts off a line that the end of a process left unfinished: nobody was sent it.
    public init(in directory: String) throws(FileFailure) {
        let folder = try DiskFolder(directory, isMade: false)
        path = folder.file(Self.name)
        let end = try CheckpointLines.end(of: path)
        last = end?.last
        file = try DiskFile(path, isNew: end == nil)
        if let end, file.length > end.offset { try file.truncate(to: end.offset) }
        if end == nil { try folder.synchronizeNames() }
    }

    /// On the disk when this returns; when it throws, nothing of them is there.
    public func append(_ checkpoints: [Checkpoint]) throws(FileFailure) {
        guard let newest = checkpoints.last else { return }
        let length = file.length
        let bytes = checkpoints.flatMap(\.line)
        do throws(FileFailure) {
            try bytes.withUnsafeBytes { bytes in Result { () throws(FileFailure) in try file.append(bytes) } }.get()
            try file.synchronize()
        } catch {
            try file.truncate(to: length)
            throw error
        }
        last = newest
    }
}
