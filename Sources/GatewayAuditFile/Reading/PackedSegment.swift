internal import GatewayGzip
internal import Glibc

/// A closed segment as a gzip file: its members one after another, found by their headers, unpacked one at a time.
final class PackedSegment {
    /// Of the whole segment, unpacked, in bytes.
    let length: Int
    private let descriptor: FileDescriptor
    private let unpacker: GzipUnpacker
    private let members: [Member]
    /// The member unpacked last.
    private var current: (index: Int, content: [UInt8])?

    private struct Member {
        /// In the file.
        let place: Int
        let header: GzipMember
        /// In the segment.
        let start: Int
        var end: Int { start + header.contentLength }
    }

    /// Members of one segment: 64 MiB by 1 MiB, and a segment may be larger by a commit.
    private static let memberLimit = 1 << 16

    init(_ segment: SegmentName, in folder: DiskFolder) throws(FileFailure) {
        let path = folder.file(segment.packedFile)
        descriptor = try FileDescriptor(path, flags: O_RDONLY)
        guard let unpacker = GzipUnpacker() else { throw FileFailure(.unpack, path, code: ENOMEM) }
        self.unpacker = unpacker
        members = try Self.members(descriptor)
        length = members.last?.end ?? 0
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
        guard offset >= 0, offset < length, let index = members.lastIndex(where: { $0.start <= offset }) else {
            return 0
        }
        let content = try content(index)
        let from = offset - members[index].start
        let count = min(buffer.count, content.count - from)
        content.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[from..<(from + count)])) }
        return count
    }

    private static func members(_ descriptor: borrowing FileDescriptor) throws(FileFailure) -> [Member] {
        let size = try descriptor.length
        var members: [Member] = []
        var (place, start) = (0, 0)
        while place < size {
            let bytes = try descriptor.bytes(GzipMember.headerLength, at: place)
            guard let header = bytes.withUnsafeBytes({ GzipMember(header: $0) }), header.contentLength > 0,
                place + header.length <= size, members.count < memberLimit
            else { throw FileFailure(.unpack, descriptor.path, code: EBADMSG) }
            members.append(Member(place: place, header: header, start: start))
            place += header.length
            start += header.contentLength
        }
        return members
    }

    private func content(_ index: Int) throws(FileFailure) -> [UInt8] {
        if let current, current.index == index { return current.content }
        let member = members[index]
        let bytes = try descriptor.bytes(member.header.length, at: member.place)
        guard let content = bytes.withUnsafeBytes({ unpacker.content(of: $0) }) else {
            throw FileFailure(.unpack, descriptor.path, code: EBADMSG)
        }
        current = (index, content)
        return content
    }
}

extension FileDescriptor {
    /// Exactly `count` bytes from `offset` on; fewer where the file ends.
    borrowing func bytes(_ count: Int, at offset: Int) throws(FileFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let step = try bytes.withUnsafeMutableBytes { bytes in
                Result { () throws(FileFailure) in
                    try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]), at: offset + filled)
                }
            }.get()
            if step == 0 { break }
            filled += step
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
