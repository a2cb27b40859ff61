internal import GatewayAudit
internal import Glibc

/// Reads a segment line by line from its end towards its beginning, with bounded memory, also while it is being written.
struct SegmentTail: ~Copyable {
    private static let block = 256 * 1024

    private let descriptor: FileDescriptor
    /// The bytes of the file from `offset` on that were not given out: whole lines, but for the first.
    private var rest: [UInt8] = []
    private var offset: Int
    private var isBegun = false

    /// - Parameter end: where to begin; what follows the last line break before it is no line.
    init(_ path: String, before end: Int) throws(FileFailure) {
        let descriptor = try FileDescriptor(path, flags: O_RDONLY)
        offset = min(end, try descriptor.length)
        self.descriptor = descriptor
    }

    /// Lends the next older line, without its LF, and says where it starts; `nil` at the beginning of the file, and where more
    /// bytes come without an LF than a record can have.
    mutating func next<R>(_ use: (UnsafeRawBufferPointer) -> R) throws(FileFailure) -> (result: R, start: Int)? {
        if !isBegun { try begin() }
        while !rest.isEmpty {
            let before = rest.dropLast().lastIndex(of: 0x0A).map { $0 + 1 }
            if let begin = before ?? (offset == 0 ? 0 : nil) {
                let result = rest.withUnsafeBytes { use(UnsafeRawBufferPointer(rebasing: $0[begin..<($0.count - 1)])) }
                rest.removeLast(rest.count - begin)
                if rest.isEmpty, offset > 0 { try readBlock() }
                return (result, offset + begin)
            }
            guard rest.count <= RecordLine.limit else { return nil }
            try readBlock()
        }
        return nil
    }

    private mutating func begin() throws(FileFailure) {
        isBegun = true
        try readBlock()
        rest.removeLast(rest.count - (rest.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0))
    }

    /// Puts the block before `offset` in front of the rest.
    private mutating func readBlock() throws(FileFailure) {
        let start = max(0, offset - Self.block)
        try descriptor.seek(to: start)
        var bytes: [UInt8] = []
        while bytes.count < offset - start {
            let piece = try descriptor.read(upTo: offset - start - bytes.count)
            if piece.isEmpty { break }
            bytes += piece
        }
        rest = bytes + rest
        offset = start
    }
}
