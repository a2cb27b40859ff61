internal import GatewayAudit
internal import GatewayGzip
internal import Glibc

/// Packs segments that are closed, so that years of records fit; every step can be interrupted.
///
/// The packed file is written beside the segment, read back and compared with it, and put on the disk before the segment goes. Members
/// hold whole lines, so that a search reads from the middle.
public struct SegmentPacker {
    /// Lines are gathered to so many bytes.
    static let memberSize = 1 << 20

    private let folder: DiskFolder

    public init(directory: String) throws(FileFailure) {
        folder = try DiskFolder(directory, isMade: false)
    }

    /// Packs the oldest closed segment that is not packed yet.
    ///
    /// - Returns: its name; `nil` when there is none.
    public func packNext() throws(FileFailure) -> SegmentName? {
        // The last one is being written.
        for segment in try folder.segments().dropLast() where folder.holds(segment.file) {
            try pack(segment)
            return segment
        }
        return nil
    }

    private func pack(_ segment: SegmentName) throws(FileFailure) {
        // What an interrupted run left: unfinished, or finished and not yet compared.
        try folder.remove(segment.unfinishedFile)
        if !folder.holds(segment.packedFile) {
            try write(segment)
            try folder.rename(segment.unfinishedFile, to: segment.packedFile)
            try folder.synchronizeNames()
        }
        guard try isSame(segment) else {
            try folder.remove(segment.packedFile)
            throw FileFailure(.unpack, folder.file(segment.packedFile), code: EBADMSG)
        }
        try folder.remove(segment.file)
        try folder.synchronizeNames()
    }

    private func write(_ segment: SegmentName) throws(FileFailure) {
        let target = try FileDescriptor(folder.file(segment.unfinishedFile), flags: O_WRONLY | O_CREAT | O_EXCL)
        guard let packer = GzipPacker() else { throw FileFailure(.write, target.path, code: ENOMEM) }
        var lines = try SegmentLines(segment, in: folder)
        var gathered = RecordBuffer(capacity: Self.memberSize + RecordLine.limit)
        while let isLine = try lines.next({ piece -> Bool in
            guard case .line(let line) = piece else { return false }
            gathered.append(line)
            gathered.append("\n")
            return true
        }) {
            // A closed segment has whole lines only; anything else is left for a verification to tell.
            guard isLine else { throw FileFailure(.unpack, folder.file(segment.file), code: EBADMSG) }
            if gathered.count >= Self.memberSize { try flush(&gathered, packer, to: target) }
        }
        try flush(&gathered, packer, to: target)
        try target.synchronize()
    }

    private func flush(_ gathered: inout RecordBuffer, _ packer: GzipPacker, to target: borrowing FileDescriptor)
        throws(FileFailure)
    {
        guard !gathered.isEmpty else { return }
        let member = gathered.withBytes { packer.member(of: $0) }
        try target.write(member)
        gathered.removeAll()
    }

    private func isSame(_ segment: SegmentName) throws(FileFailure) -> Bool {
        let plain = try FileDescriptor(folder.file(segment.file), flags: O_RDONLY)
        let packed = try PackedSegment(segment, in: folder)
        guard try plain.length == packed.length else { return false }
        var offset = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while offset < packed.length {
            let count = try piece.withUnsafeMutableBytes { buffer in
                Result { () throws(FileFailure) in try packed.read(into: buffer, at: offset) }
            }.get()
            guard count > 0, try plain.bytes(count, at: offset)[...] == piece[..<count] else { return false }
            offset += count
        }
        return true
    }
}
