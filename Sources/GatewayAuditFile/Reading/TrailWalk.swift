internal import GatewayAudit

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

    init(after point: ChainPoint, head: ChainPoint) {
        chain = ChainVerifier(after: point)
        self.head = head
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
        while true {
            let offset = lines.offset
            number += 1
            let step = try lines.next { judge($0, isFirst: number == 1, of: segment) }
            switch step {
            case .continued?: continue
            case .broken(let difference)?: return .broken(broken(segment, number, difference), offset: offset)
            case .unfinished(let count)?:
                let mayEndHere = isLast && chain.last.sequence >= head.sequence
                return mayEndHere
                    ? .whole(unfinished: count) : .broken(broken(segment, number, .truncated), offset: offset)
            case nil:
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
            if chain.last.sequence == head.sequence, chain.last.hash != head.hash { return .broken(.headHash) }
            return .continued
        }
    }

    private func broken(_ segment: SegmentName, _ line: Int, _ difference: ChainBreak.Difference) -> ChainBreak {
        // A line was taken for the next record when it fits the chain but not the file or the head.
        let isTaken = difference == .segmentName && line > 0 || difference == .headHash
        return ChainBreak(
            file: segment.file, line: line, sequence: chain.last.sequence + (isTaken ? 0 : 1), difference: difference)
    }
}
