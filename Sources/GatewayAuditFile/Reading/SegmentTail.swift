internal import GatewayAudit
internal import Glibc

/// Reads a segment line by line from its end towards its beginning, with bounded memory, also while it is being written.
struct SegmentTail: ~Copyable {
    private static let block = 256 * 1024

    private let segment: SegmentReader
    /// The bytes of the file from `offset` on that were not given out: whole lines, but for the first.
    private var rest: [UInt8] = []
    private var offset: Int
    private var isBegun = false

    /// - Parameter end: where to begin; what follows the last line break before it is no line.
    init(_ segment: SegmentName, in folder: DiskFolder, before end: Int) throws(FileFailure) {
        let opened = try SegmentReader(segment, in: folder)
        offset = min(end, try opened.length)
        self.segment = opened
    }

    /// Lends the next older line, without its LF, and says where it starts; `nil` at the beginning of the file, and where more
    /// bytes come without an LF than a record can have.
    mutating func next<R>(_ use: (UnsafeRawBufferPointer) -> R) throws(FileFailure) -> (result: R, start: Int)? {
        try nextPlaced { start, line in (use(line), start) }
    }

    /// The same for whoever needs to know where the line begins while it is lent.
    mutating func nextPlaced<R>(_ use: (Int, UnsafeRawBufferPointer) -> R) throws(FileFailure) -> R? {
        if !isBegun { try begin() }
        while !rest.isEmpty {
            let before = rest.withUnsafeBytes { Self.lastNewline(in: $0[..<($0.count - 1)]) }.map { $0 + 1 }
            if let begin = before ?? (offset == 0 ? 0 : nil) {
                let result = rest.withUnsafeBytes {
                    use(offset + begin, UnsafeRawBufferPointer(rebasing: $0[begin..<($0.count - 1)]))
                }
                rest.removeLast(rest.count - begin)
                if rest.isEmpty, offset > 0 { try readBlock() }
                return result
            }
            guard rest.count <= RecordLine.limit else { return nil }
            try readBlock()
        }
        return nil
    }

    /// Eight bytes at a time, as long as there is none in them.
    private static func lastNewline(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        var end = bytes.count
        while end >= 8 {
            let word = bytes.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
            end -= 8
        }
        while end > 0 {
            end -= 1
            if bytes[end] == 0x0A { return end }
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
        var bytes = [UInt8](repeating: 0, count: offset - start)
        var filled = 0
        while filled < bytes.count {
            let count = try read(into: &bytes, from: filled, at: start + filled)
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        rest = bytes + rest
        offset = start
    }

    private func read(into bytes: inout [UInt8], from first: Int, at offset: Int) throws(FileFailure) -> Int {
        try bytes.withUnsafeMutableBytes { bytes in
            Result { () throws(FileFailure) in
                try segment.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[first...]), at: offset)
            }
        }.get()
    }
}
