internal import GatewayAudit
internal import GatewayAuditFile
internal import GatewayIdentity

/// What one search has found and read so far.
struct SearchState {
    let question: TrailQuestion
    /// Of each filter; a record has at least one of them.
    let keys: [[KeyHash]]
    private let mentions: [[RecordFilter]]
    private var found: [FoundRecord] = []
    private var bytesRead = 0
    /// The line it came to last.
    private var place: TrailPlace?
    private(set) var isOver = false
    var unread: [UnreadPart] = []
    var indexFailure: IndexFailure?

    init(_ question: TrailQuestion) {
        self.question = question
        let filters = question.criteria.filters
        // The rarest first, so that little is left for the others.
        keys = filters.sorted { $0.key.rarity > $1.key.rarity }.map { KeyHash.all(of: $0) }
        mentions = filters.map { filter in filter.spellings.map { RecordFilter(spelling: $0) } }
    }

    var page: FoundPage {
        FoundPage(records: found, next: isOver ? place : nil, unread: unread, indexFailure: indexFailure)
    }

    /// Up to where the segment is looked at.
    func end(of segment: SegmentName) -> Int {
        guard let before = question.before, before.segment == segment.first else { return .max }
        return before.offset
    }

    // MARK: Time

    func mayBeIn(_ earliest: Int64, _ latest: Int64) -> Bool {
        if let to = question.criteria.to, earliest >= to.milliseconds { return false }
        if let from = question.criteria.from, latest < from.milliseconds { return false }
        return true
    }

    var hasEnd: Bool { question.criteria.to != nil }

    /// Whether a segment that begins and ends then is too young altogether. Loops stamp independently, by moments, and one record alone says nothing: its
    /// clock may have jumped.
    func isBeforeTime(_ begin: Int64?, _ end: Int64?) -> Bool {
        guard let to = question.criteria.to, let begin, let end else { return false }
        return min(begin, end) - 60_000 >= to.milliseconds
    }

    // MARK: Records

    /// One that was read without the index.
    mutating func read(_ line: UnsafeRawBufferPointer, at place: TrailPlace) -> ReadingStep {
        bytesRead += line.count + 1
        let step = judge(line, at: place)
        if bytesRead >= question.byteLimit { isOver = true }
        return isOver ? .stop : step
    }

    mutating func judge(_ line: UnsafeRawBufferPointer, at place: TrailPlace) -> ReadingStep {
        self.place = place
        guard mentions.allSatisfy({ group in group.contains { $0.matches(line) } }), RecordFrame(line) != nil,
            let record = ParsedRecord(line: line), question.criteria.matches(record)
        else { return .next }
        found.append(FoundRecord(place: place, line: Array(line), record: record))
        if found.count >= question.limit { isOver = true }
        return isOver ? .stop : .next
    }

    /// What was found there is looked for again in another way.
    mutating func forget(in segment: SegmentName, from start: Int, to end: Int) {
        found.removeAll { $0.place.segment == segment.first && (start..<end).contains($0.place.offset) }
        isOver = false
    }
}

extension RecordKey {
    /// How few records share one, roughly.
    fileprivate var rarity: Int {
        switch self {
        case .event, .request: 4
        case .session, .grant: 3
        case .person, .address: 2
        case .reason, .console: 1
        case .type, .outcome: 0
        }
    }
}
