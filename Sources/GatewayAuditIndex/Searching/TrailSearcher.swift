internal import GatewayAudit
public import GatewayAuditFile
internal import GatewayIdentity

/// Searches a trail, the newest records first: by its index where it reaches, and by reading where it does not.
///
/// Needs no running node. The index only says where to look; every record found was read and held against the question. What could not be looked at is
/// in the answer. Blocks: for threads that may.
public final class TrailSearcher {
    private let shelf: SegmentShelf
    private let directory: String
    private let usesIndex: Bool
    private var file: IndexFile?
    /// Segments whose index was seen to be of them.
    private var known: [UInt64: SegmentIdentity] = [:]

    /// - Parameter usesIndex: `false` reads everything, whatever there is.
    public init(directory: String, usesIndex: Bool = true) {
        self.directory = directory
        self.usesIndex = usesIndex
        shelf = SegmentShelf(directory: directory)
    }

    deinit { file?.close() }

    /// The newest records that are looked for, in front of a place.
    ///
    /// - Throws: when there is no folder to read.
    public func page(_ question: TrailQuestion) throws(FileFailure) -> FoundPage {
        var search = SearchState(question)
        let segments = try shelf.segments()
        let runs = indexedRuns(&search)
        for segment in segments.reversed() {
            if let place = question.before, segment.first > place.segment { continue }
            do throws(FileFailure) {
                try look(at: segment, by: runs[segment.first] ?? [], &search)
            } catch {
                search.unread.append(UnreadPart(segment: segment, error))
            }
            if search.isOver { break }
        }
        return search.page
    }

    /// By segment, the newest first. An index that cannot be used is none: then everything is read.
    private func indexedRuns(_ search: inout SearchState) -> [UInt64: [Run]] {
        guard usesIndex else { return [:] }
        do throws(IndexFailure) {
            let opened: IndexFile
            if let file { opened = file } else { opened = try IndexFile(in: directory, isMade: false) }
            file = opened
            return Dictionary(grouping: try opened.runs(), by: \.segment)
        } catch {
            file?.close()
            file = nil
            search.indexFailure = error
            return [:]
        }
    }

    // MARK: A segment

    /// From its end to its beginning: what is not indexed is read, a run is asked.
    private func look(at segment: SegmentName, by runs: [Run], _ search: inout SearchState) throws(FileFailure) {
        var end = search.end(of: segment)
        for run in try valid(runs, of: segment) where run.start < end {
            if run.end < end {
                try read(segment, from: run.end, to: end, &search)
                if search.isOver { return }
            }
            end = min(end, run.end)
            do throws(IndexFailure) {
                guard try ask(run, of: segment, before: end, &search) else {
                    throw IndexFailure.damaged("segment \(segment.first) is not as it was indexed")
                }
            } catch {
                search.indexFailure = error
                search.forget(in: segment, from: run.start, to: end)
                try read(segment, from: run.start, to: end, &search)
            }
            if search.isOver { return }
            end = run.start
        }
        if end > 0 { try read(segment, from: 0, to: end, &search) }
    }

    /// Runs that were made of this very segment.
    private func valid(_ runs: [Run], of segment: SegmentName) throws(FileFailure) -> [Run] {
        guard let first = runs.first else { return [] }
        if known[segment.first] != first.identity {
            guard let identity = try shelf.identity(of: segment), identity == first.identity else { return [] }
            known[segment.first] = identity
        }
        return runs.filter { $0.identity == first.identity }
    }

    private func read(_ segment: SegmentName, from start: Int, to end: Int, _ search: inout SearchState)
        throws(FileFailure)
    {
        if search.hasEnd, search.isBeforeTime(try shelf.firstTime(of: segment), try shelf.lastTime(of: segment)) {
            return
        }
        var state = search
        let reached = try shelf.forEachLineBackwards(of: segment, before: end) { offset, line in
            guard offset >= start else { return .stop }
            return state.read(line, at: TrailPlace(segment: segment.first, offset: offset))
        }
        search = state
        if reached > start, !search.isOver {
            search.unread.append(UnreadPart(segment: segment, offset: reached))
        }
    }

    // MARK: A run

    /// - Returns: whether the records lay where the index says.
    private func ask(_ run: Run, of segment: SegmentName, before end: Int, _ search: inout SearchState)
        throws(IndexFailure) -> Bool
    {
        guard let file, search.mayBeIn(run.earliest, run.latest) else { return true }
        guard let candidates = try candidates(in: run, file, search.keys) else { return true }
        let map = try file.map(of: run)
        var groups = candidates.groups(of: run.count)
        while let group = groups.next() {
            let entry = map.entries[group.number]
            guard entry.offset < end, search.mayBeIn(entry.earliest, entry.latest) else { continue }
            guard read(group, of: run, segment, entry.offset, before: end, &search) else { return false }
            if search.isOver { break }
        }
        return true
    }

    /// `nil`: no record has a key of each group.
    private func candidates(in run: Run, _ file: IndexFile, _ keys: [[KeyHash]]) throws(IndexFailure) -> Candidates? {
        var candidates = Candidates.all
        for group in keys {
            var numbers: [UInt16] = []
            for key in group { numbers += try file.numbers(of: key, in: run) }
            candidates.keep(group.count > 1 ? Set(numbers).sorted() : numbers)
            if candidates.isEmpty { return nil }
        }
        return candidates
    }

    /// Reads the records of one group that may be wanted, and holds them against the question, the newest first.
    private func read(
        _ group: Candidates.Group, of run: Run, _ segment: SegmentName, _ offset: Int, before end: Int,
        _ search: inout SearchState
    ) -> Bool {
        let first = run.first + UInt64(group.number * RunMap.group)
        var lines: [(offset: Int, line: [UInt8])] = []
        var number = group.number * RunMap.group
        var isRight = true
        do throws(FileFailure) {
            try shelf.forEachLine(of: segment, from: offset) { offset, line in
                guard number < group.end, offset < end else { return .stop }
                if group.contains(number) {
                    isRight = RecordFrame(line)?.sequence == first + UInt64(number - group.number * RunMap.group)
                    guard isRight else { return .stop }
                    lines.append((offset, Array(line)))
                }
                number += 1
                return .next
            }
        } catch {
            return false
        }
        guard isRight else { return false }
        for (offset, line) in lines.reversed() {
            let step = line.withUnsafeBytes { search.judge($0, at: TrailPlace(segment: segment.first, offset: offset)) }
            if step == .stop { break }
        }
        return true
    }
}

extension SegmentShelf {
    /// When its first record was.
    fileprivate func firstTime(of segment: SegmentName) throws(FileFailure) -> Int64? {
        var time: Int64?
        try forEachLine(of: segment) { _, line in
            time = ParsedRecord(line: line)?.time?.milliseconds
            return .stop
        }
        return time
    }

    /// When its last one was.
    fileprivate func lastTime(of segment: SegmentName) throws(FileFailure) -> Int64? {
        var time: Int64?
        _ = try forEachLineBackwards(of: segment, before: .max) { _, line in
            time = ParsedRecord(line: line)?.time?.milliseconds
            return .stop
        }
        return time
    }
}
