internal import GatewayAudit
internal import GatewayIdentity

/// The end of the trail: the open segment, and where in it the acknowledged records end.
///
/// Everything between two commits can be taken back: what was written but not synchronised is cut off before anything else is written,
/// and the chain goes on from the last acknowledged record. So a failure never leaves a half line or an unacknowledged record behind.
struct SegmentWriter {
    private let folder: any TrailFolder
    private let head: HeadFile
    private var file: any AppendOnlyFile
    private var chain: ChainWriter
    private var lines = LineBuffer()
    private var committed: ChainPoint
    private var committedLength: Int
    private var mayHoldMore = false
    private(set) var isHeadStale = false
    private(set) var startedAt: UnixTime

    /// Owner of a reusable buffer, so that the struct around it stays copyable.
    private final class LineBuffer {
        var bytes = RecordBuffer(capacity: 2 * LineBuffer.writeSize)
        static let writeSize = 256 * 1024
    }

    init(
        folder: any TrailFolder, head: HeadFile, file: any AppendOnlyFile, after point: ChainPoint, begun time: UnixTime
    ) {
        self.folder = folder
        self.head = head
        self.file = file
        chain = ChainWriter(after: point)
        committed = point
        committedLength = file.length
        startedAt = time
    }

    var last: ChainPoint { committed }
    var committedBytes: Int { committedLength }
    /// Whether the next record is the segment's first.
    var isAtStart: Bool { committedLength == 0 && chain.last == committed }

    /// Goes back to the last acknowledged record, on the disk too.
    mutating func retreat() throws(FileFailure) {
        chain.rewind(to: committed)
        lines.bytes.removeAll()
        guard mayHoldMore else { return }
        try file.truncate(to: committedLength)
        mayHoldMore = false
    }

    /// Closes the segment, whose records are all acknowledged, and opens the next.
    mutating func rotate(at time: UnixTime) throws(FileFailure) {
        file = try folder.open(SegmentName(first: committed.sequence + 1), isNew: true)
        committedLength = 0
        startedAt = time
    }

    mutating func append(_ body: UnsafeRawBufferPointer) throws(FileFailure) {
        chain.append(body, to: &lines.bytes)
        if lines.bytes.count >= LineBuffer.writeSize { try write() }
    }

    /// Puts everything appended on the disk and makes it the acknowledged end.
    /// - Returns: bytes added.
    mutating func commit() throws(FileFailure) -> Int {
        try write()
        try file.synchronize()
        let added = file.length - committedLength
        committed = chain.last
        committedLength = file.length
        mayHoldMore = false
        isHeadStale = true
        return added
    }

    /// Tells the head where the trail ends. Left for the next time when it fails: a head that is behind is not wrong.
    mutating func updateHead() throws(FileFailure) {
        guard isHeadStale else { return }
        try head.write(committed)
        isHeadStale = false
    }

    func synchronizeHead() throws(FileFailure) { try head.synchronize() }

    private mutating func write() throws(FileFailure) {
        guard !lines.bytes.isEmpty else { return }
        mayHoldMore = true
        try lines.bytes.withBytes { (bytes) throws(FileFailure) in try file.append(bytes) }
        lines.bytes.removeAll()
    }
}
