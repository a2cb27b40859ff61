internal import GatewayAudit
internal import Glibc

/// Reads a trail forwards, a batch at a time, from behind a record on. Also a live one: what is not acknowledged yet is never read.
public struct TrailCursor: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case file(FileFailure)
        /// The next record is not in the folder any more; the oldest that follows it is `next`, `nil` when there is none.
        case gone(sequence: UInt64, next: UInt64?)
        /// What stands there is not the next record.
        case broken(segment: String, sequence: UInt64)
    }

    private let directory: String
    /// The record read last.
    public private(set) var position: UInt64
    private var segment: SegmentName?
    private var offset = 0
    /// Read to its end: what follows is not in it, whatever its name says.
    private var exhausted: SegmentName?

    /// - Parameter position: the last record that is known already; 0: none.
    public init(directory: String, after position: UInt64) {
        self.directory = directory
        self.position = position
    }

    /// Goes on behind another record.
    public mutating func move(after position: UInt64) {
        self.position = position
        segment = nil
        offset = 0
        exhausted = nil
    }

    /// The records that follow, up to `last` and about `byteLimit` bytes; none when `last` is reached.
    ///
    /// - Parameter last: what is acknowledged.
    public mutating func next(through last: UInt64, byteLimit: Int = 1 << 20) throws(Failure) -> TrailBatch {
        var batch = TrailBatch()
        do throws(FileFailure) {
            let folder = try DiskFolder(directory, isMade: false)
            while position < last, batch.byteCount < byteLimit {
                guard let segment = try place(in: folder) else { break }
                guard try read(segment, in: folder, through: last, byteLimit, into: &batch) == .atEnd else { break }
                self.segment = nil
                exhausted = segment
            }
        } catch {
            throw .file(error)
        }
        guard batch.isEmpty, position < last else { return batch }
        throw try missing()
    }

    private enum Stop {
        case atEnd, enough, wrong
    }

    /// The segment that holds the next record, as far as names tell; `nil` also where they tell of the one that has just ended, because what followed
    /// in it or behind it is gone.
    private mutating func place(in folder: DiskFolder) throws(FileFailure) -> SegmentName? {
        if let segment { return segment }
        let found = try folder.segments().last { $0.first <= position + 1 }
        guard let found, found != exhausted else { return nil }
        segment = found
        offset = 0
        return found
    }

    private mutating func read(
        _ segment: SegmentName, in folder: DiskFolder, through last: UInt64, _ byteLimit: Int,
        into batch: inout TrailBatch
    ) throws(FileFailure) -> Stop {
        // Opened anew each time: what was read ahead may be taken back by the writer.
        var lines = try SegmentLines(segment, in: folder, from: offset)
        while true {
            let start = lines.offset
            let step = try lines.next { piece -> Stop? in
                guard case .line(let line) = piece, let sequence = RecordFrame.sequence(of: line) else { return .wrong }
                if sequence <= position { return nil }
                guard sequence == position + 1 else { return .wrong }
                batch.append(line, sequence: sequence, at: TrailPlace(segment: segment.first, offset: start))
                position = sequence
                return position >= last || batch.byteCount >= byteLimit ? .enough : nil
            }
            guard let step else { return .atEnd }
            if step != .wrong { offset = lines.offset }
            if let step { return step }
        }
    }

    private func missing() throws(Failure) -> Failure {
        do throws(FileFailure) {
            let segments = try DiskFolder(directory, isMade: false).segments()
            if let holder = segments.last(where: { $0.first <= position + 1 }), holder == segment {
                return .broken(segment: holder.file, sequence: position + 1)
            }
            return .gone(sequence: position + 1, next: segments.first { $0.first > position + 1 }?.first)
        } catch {
            throw .file(error)
        }
    }
}

extension TrailCursor.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .file(let failure): failure.description
        case .gone(let sequence, let next?): "record \(sequence) is not in the trail; the next that is there is \(next)"
        case .gone(let sequence, nil): "record \(sequence) is not in the trail, and none behind it"
        case .broken(let segment, let sequence): "\(segment): what stands there is not record \(sequence)"
        }
    }
}
