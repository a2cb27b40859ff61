internal import GatewayAudit

/// Told how many bytes were read, now and then; ends the reading by throwing.
typealias TrailProgress = (Int) throws(FileFailure) -> Void

/// Walks segments in order and holds each line against the chain and against the head.
struct TrailWalk {
    /// How a segment ended.
    enum End: Equatable {
        /// Every line continues the chain. `unfinished` bytes without an LF follow the last one.
        case whole(unfinished: Int)
        /// The line that starts at `offset` does not.
        case broken(ChainBreak, offset: Int)
    }

    private(set) var chain: ChainVerifier
    /// What the head vouches for.
    let head: ChainPoint
    /// What signed checkpoints vouch for.
    private(set) var anchors: AnchorWalk
    private let progress: TrailProgress?

    /// What was deleted and is not told of by a record yet.
    private var unprovenStretches: Set<DeletedStretch>
    /// What was, by the first record of each.
    private(set) var deletions: [ProvenDeletion] = []
    /// Bytes at the end without an LF.
    private(set) var unfinished = 0

    /// - Parameter deleted: what has to be told of by records.
    init(
        after point: ChainPoint, head: ChainPoint, proving deleted: [DeletedStretch] = [],
        anchors: AnchorWalk = AnchorWalk([]), progress: TrailProgress? = nil
    ) {
        chain = ChainVerifier(after: point)
        self.head = head
        self.anchors = anchors
        self.progress = progress
        unprovenStretches = Set(deleted)
    }

    /// Everything there is, in its order.
    ///
    /// - Returns: the first that is wrong with it.
    mutating func follow(_ pieces: TrailPieces, in folder: DiskFolder) throws(FileFailure) -> ChainBreak? {
        for piece in pieces.all {
            switch piece {
            case .segment(let segment):
                switch try follow(segment, in: folder, isLast: segment == pieces.segments.last) {
                case .whole(let bytes): unfinished = bytes
                case .broken(let found, _): return found
                }
            case .deleted(let stretch, let file): if let found = pass(stretch, file: file) { return found }
            case .damaged(let file, let first):
                return ChainBreak(file: file, line: 1, sequence: first, difference: .deletedHead)
            }
        }
        return nil
    }

    /// Goes on behind records that were deleted.
    ///
    /// - Returns: what is wrong with what is left of them.
    mutating func pass(_ stretch: DeletedStretch, file: String) -> ChainBreak? {
        let point = ChainPoint(sequence: stretch.last, hash: stretch.lastHash)
        // Its segment is there still: the end of the process came in between. Or it is part of one that was passed.
        if chain.last == point { return nil }
        if stretch.last < chain.last.sequence {
            unprovenStretches.remove(stretch)
            return nil
        }
        guard stretch.first == chain.last.sequence + 1, stretch.previousHash == chain.last.hash else {
            return ChainBreak(file: file, line: 1, sequence: chain.last.sequence + 1, difference: .deletedHead)
        }
        chain = ChainVerifier(after: point)
        anchors.pass(deletedThrough: point)
        return nil
    }

    /// What was deleted without a record of it.
    var unproven: ChainBreak? {
        unprovenStretches.min { $0.first < $1.first }.map {
            ChainBreak(
                file: SegmentName(first: $0.first).deletedFile, line: 1, sequence: $0.first,
                difference: .deletedUnproven)
        }
    }

    /// - Parameter isLast: only the last segment may end in an unfinished line, and only behind what the head vouches for.
    mutating func follow(_ segment: SegmentName, in folder: DiskFolder, isLast: Bool) throws(FileFailure) -> End {
        do throws(FileFailure) {
            return try followLines(of: segment, in: folder, isLast: isLast)
        } catch {
            guard error.operation == .unpack else { throw error }
            let file = segment.packedFile
            return .broken(
                ChainBreak(file: file, line: 0, sequence: chain.last.sequence + 1, difference: .damaged), offset: 0)
        }
    }

    private mutating func followLines(of segment: SegmentName, in folder: DiskFolder, isLast: Bool)
        throws(FileFailure) -> End
    {
        var lines = try SegmentLines(segment, in: folder)
        var number = 0
        var told = 0
        while true {
            let offset = lines.offset
            number += 1
            if offset - told >= Self.stride {
                try progress?(offset - told)
                told = offset
            }
            let step = try lines.next { judge($0, isFirst: number == 1, of: segment) }
            switch step {
            case .continued?: continue
            case .broken(let difference)?: return .broken(broken(segment, number, difference), offset: offset)
            case .unfinished(let count)?:
                let mayEndHere = isLast && chain.last.sequence >= head.sequence
                return mayEndHere
                    ? .whole(unfinished: count) : .broken(broken(segment, number, .truncated), offset: offset)
            case nil:
                try progress?(offset - told)
                let isNamed = number > 1 || segment.first == chain.last.sequence + 1
                return isNamed ? .whole(unfinished: 0) : .broken(broken(segment, 0, .segmentName), offset: 0)
            }
        }
    }

    /// Whether everything the head vouches for was there.
    func missing(after segment: SegmentName?) -> ChainBreak? {
        guard chain.last.sequence < head.sequence else { return nil }
        return ChainBreak(
            file: segment?.file ?? HeadFile.name, line: 0, sequence: chain.last.sequence + 1,
            difference: .missing(upTo: head.sequence))
    }

    /// Bytes between two words of progress.
    private static let stride = 1 << 20

    private enum Step {
        case continued
        case broken(ChainBreak.Difference)
        case unfinished(Int)
    }

    private mutating func judge(_ piece: SegmentLines.Piece, isFirst: Bool, of segment: SegmentName) -> Step {
        switch piece {
        case .tooLong: return .broken(.malformed)
        case .unfinished(let bytes): return .unfinished(bytes.count)
        case .line(let line):
            if let difference = chain.difference(of: line) { return .broken(difference) }
            if isFirst, chain.last.sequence != segment.first { return .broken(.segmentName) }
            if !unprovenStretches.isEmpty { prove(by: line) }
            if chain.last.sequence == head.sequence, chain.last.hash != head.hash { return .broken(.headHash) }
            anchors.pass(chain.last)
            return .continued
        }
    }

    private static let deletion = RecordFilter(.type, is: RecordType.logDeleted.rawValue)

    private mutating func prove(by line: UnsafeRawBufferPointer) {
        guard Self.deletion.matches(line), let record = ParsedRecord(line: line), let time = record.time,
            let stretch = DeletedStretch(record: record), unprovenStretches.remove(stretch) != nil
        else { return }
        deletions.append(ProvenDeletion(stretch: stretch, time: time, sequence: chain.last.sequence))
    }

    private func broken(_ segment: SegmentName, _ line: Int, _ difference: ChainBreak.Difference) -> ChainBreak {
        // A line was taken for the next record when it fits the chain but not the file or the head.
        let isTaken = difference == .segmentName && line > 0 || difference == .headHash
        return ChainBreak(
            file: segment.file, line: line, sequence: chain.last.sequence + (isTaken ? 0 : 1), difference: difference)
    }
}
