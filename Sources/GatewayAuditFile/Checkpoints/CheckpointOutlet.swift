internal import GatewayAudit
internal import Glibc

/// A copy of the checkpoints on another disk. Its folder is not made here: a disk that is not mounted is not there.
public struct CheckpointOutlet: Sendable {
    private let path: String

    public init(_ path: String) { self.path = path }

    /// Where in the checkpoint file the copy stands: behind the line that it has last, at the beginning where it has none. `nil`: its last line is of
    /// another trail.
    public func alignment(with spool: String) throws(FileFailure) -> Int? {
        guard let last = try CheckpointLines.end(of: path)?.last else { return 0 }
        var lines = try CheckpointLines(spool)
        while let piece = try lines.next() {
            if case .checkpoint(let checkpoint, _) = piece, checkpoint == last { return lines.offset }
        }
        return nil
    }

    /// On its disk when this returns. An unfinished line, left when that disk went away, is ended first.
    public func append(_ bytes: [UInt8]) throws(FileFailure) {
        let isNew = access(path, F_OK) != 0
        let end = isNew ? nil : try CheckpointLines.end(of: path)
        let file = try FileDescriptor(path, flags: O_WRONLY | O_APPEND | O_CREAT)
        if let end, try file.length > end.offset { try file.truncate(to: end.offset) }
        try file.write(bytes)
        try file.synchronize()
        guard isNew, let slash = path.lastIndex(of: "/") else { return }
        try DiskFolder(String(path[..<slash]), isMade: false).synchronizeNames()
    }
}
