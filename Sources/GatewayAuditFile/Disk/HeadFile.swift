internal import GatewayAudit
internal import Glibc

/// The file `head`: up to where the trail was acknowledged, and the lock that keeps a second writer out.
///
/// Written after the records it speaks of are on the disk, so it is never ahead of them. It may be a moment behind after a power cut,
/// never after the process was killed.
final class HeadFile {
    static let name = "head"

    private let descriptor: FileDescriptor

    /// Opens or makes the head and takes the lock.
    init(in folder: DiskFolder) throws(FileFailure) {
        descriptor = try FileDescriptor(folder.file(Self.name), flags: O_RDWR | O_CREAT)
        try descriptor.lock()
    }

    enum Content: Equatable {
        /// Just made, or made by a process that ended before it wrote anything.
        case empty
        case point(ChainPoint)
        case damaged
    }

    func content() throws(FileFailure) -> Content {
        try descriptor.seek(to: 0)
        let bytes = try descriptor.read(upTo: HeadLine.length + 1)
        if bytes.isEmpty { return .empty }
        guard let point = HeadLine.point(from: bytes) else { return .damaged }
        return .point(point)
    }

    func write(_ point: ChainPoint) throws(FileFailure) {
        try descriptor.overwrite(HeadLine.bytes(for: point))
    }

    func synchronize() throws(FileFailure) { try descriptor.synchronize() }
}
