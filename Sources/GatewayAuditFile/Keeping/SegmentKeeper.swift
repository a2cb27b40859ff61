public import GatewayAudit
public import GatewayIdentity

/// Deletes records whose time is over: whole segments, each after a record of it, each leaving its place in the chain.
///
/// The last two segments are never deleted; neither is one that is held, or whose lines are not whole.
public struct SegmentKeeper {
    public enum Failure: Error, Hashable, Sendable {
        case file(FileFailure)
        /// The deletion could not be recorded, so it did not happen.
        case notRecorded(AuditFailure)
        /// Whoever keeps the holds did not answer, so nothing more was deleted.
        case holdsUnknown(String)
    }

    /// Writes a record, and returns when it is on the disk.
    public typealias Recording = (AuditEvent) throws(AuditFailure) -> Void
    /// What is held now: asked for again before each deletion, for reading the segments takes its time.
    public typealias Holds = () throws(Failure) -> [LegalHold]

    /// Of records, that one run deletes at most: a clock that is wrong by years costs days, and is noticed meanwhile.
    public static let span = Duration.seconds(3 * 86_400)

    private let folder: DiskFolder
    private let rules: RetentionRules
    private let external: Set<RoleName>
    private var surveys: [SegmentName: SegmentSurvey?] = [:]
    /// The first checkpoint that is too young for anything it covers to go.
    private var young: Checkpoint?

    /// - Parameter external: roles of people of other organisations.
    public init(directory: String, rules: RetentionRules, external: Set<RoleName>) throws(Failure) {
        folder = try Self.files { () throws(FileFailure) in try DiskFolder(directory, isMade: false) }
        self.rules = rules
        self.external = external
    }

    /// Each segment, oldest first, and what stands in the way of deleting it. Reads every closed segment once.
    public mutating func standings(at now: UnixTime, holds: [LegalHold]) throws(Failure) -> [SegmentStanding] {
        let segments = try Self.files(folder.segments)
        young = try youngest(at: now)
        var standings: [SegmentStanding] = []
        for (index, segment) in segments.enumerated() {
            let isOpen = index + 2 >= segments.count
            let survey = isOpen ? nil : try survey(segment)
            standings.append(
                SegmentStanding(
                    segment: segment, survey: survey,
                    state: isOpen ? .open : state(survey, at: now, holds: holds)))
        }
        return standings
    }

    /// Deletes what is due, oldest first.
    ///
    /// - Returns: what was deleted.
    public mutating func deleteDue(at now: UnixTime, holds: Holds, record: Recording) throws(Failure)
        -> [DeletedStretch]
    {
        var deleted: [DeletedStretch] = []
        var since: UnixTime?
        young = try youngest(at: now)
        for segment in try Self.files(folder.segments).dropLast(2) {
            // Behind one that is too young for any rule there is none that is older.
            guard try begins(segment, before: now - RetentionRules.floor) else { break }
            guard let survey = try survey(segment), state(survey, at: now, holds: try holds()) == .due else { continue }
            let start = since ?? survey.firstTime
            since = start
            if !deleted.isEmpty, survey.lastTime - start > Self.span { break }
            try delete(survey, record)
            deleted.append(survey.stretch)
        }
        if !deleted.isEmpty { try joinRemains(record) }
        return deleted
    }

    private func state(_ survey: SegmentSurvey?, at now: UnixTime, holds: [LegalHold]) -> SegmentStanding.State {
        guard let survey, let due = survey.marks.due(by: rules) else { return .unreadable }
        guard due <= now else { return .until(due) }
        if let young, young.point.sequence <= survey.stretch.last { return .until(young.time + Self.signedFloor) }
        let holding = holds.filter { $0.holds(survey.firstTime, survey.lastTime) }.map(\.id)
        return holding.isEmpty ? .due : .held(by: holding)
    }

    /// A minute more than the floor: by this a verification judges deletions, from what the clock said before and after.
    private static let signedFloor = RetentionRules.floor + .seconds(60)

    /// Records may have been signed long after they were written, by a node that was down: their deletion must not look too early then.
    private func youngest(at now: UnixTime) throws(Failure) -> Checkpoint? {
        try Self.files { () throws(FileFailure) in
            guard folder.holds(CheckpointFile.name) else { return nil }
            var lines = try CheckpointLines(folder.file(CheckpointFile.name))
            while let piece = try lines.next() {
                guard case .checkpoint(let checkpoint, _) = piece else { continue }
                if checkpoint.time > now - Self.signedFloor { return checkpoint }
            }
            return nil
        }
    }

    private mutating func survey(_ segment: SegmentName) throws(Failure) -> SegmentSurvey? {
        if let known = surveys[segment] { return known }
        let survey: SegmentSurvey?
        do throws(FileFailure) {
            survey = try SegmentSurvey(segment, in: folder, external: external)
        } catch {
            guard error.operation == .unpack else { throw .file(error) }
            survey = nil
        }
        surveys[segment] = survey
        return survey
    }

    private func begins(_ segment: SegmentName, before time: UnixTime) throws(Failure) -> Bool {
        do throws(FileFailure) {
            let first = try AuditReader(directory: folder.path).firstTime(of: segment, in: folder)
            return first.map { $0 <= time } ?? true
        } catch {
            // It says of no record when it was written: it is kept, and the next is looked at.
            guard error.operation == .unpack else { throw .file(error) }
            return true
        }
    }

    // MARK: Deleting

    private mutating func delete(_ survey: SegmentSurvey, _ record: Recording) throws(Failure) {
        // What its records tell of is told of again before they go.
        let remains = Set(try Self.files { () throws(FileFailure) in try TrailPieces(folder) }.deleted)
        for stretch in survey.deletions.intersection(remains) { try note(stretch, .restated, record) }
        try note(survey.stretch, .retention, record)
        try Self.files { () throws(FileFailure) in
            try write(survey.stretch)
            for name in [survey.segment.file, survey.segment.packedFile, survey.segment.tornFile] {
                try folder.remove(name)
            }
            try folder.synchronizeNames()
        }
        surveys[survey.segment] = nil
    }

    /// Of several that were deleted side by side one remains.
    private func joinRemains(_ record: Recording) throws(Failure) {
        let pieces = try Self.files { () throws(FileFailure) in try TrailPieces(folder) }
        let present = Set(pieces.segments.map(\.first))
        var row: [DeletedStretch] = []
        for stretch in pieces.deleted where !present.contains(stretch.first) {
            if let last = row.last, last.joined(with: stretch) == nil {
                try join(row, record)
                row = []
            }
            row.append(stretch)
        }
        try join(row, record)
    }

    private func join(_ row: [DeletedStretch], _ record: Recording) throws(Failure) {
        guard row.count > 1, let whole = row.dropFirst().reduce(row.first, { $0?.joined(with: $1) }) else { return }
        try note(whole, .restated, record)
        try Self.files { () throws(FileFailure) in
            try write(whole)
            for stretch in row.dropFirst() {
                try folder.remove(SegmentName(first: stretch.first).deletedFile)
            }
            try folder.synchronizeNames()
        }
    }

    private func write(_ stretch: DeletedStretch) throws(FileFailure) {
        try folder.replace(SegmentName(first: stretch.first).deletedFile, with: stretch.line)
    }

    private func note(_ stretch: DeletedStretch, _ cause: DeletionCause, _ record: Recording) throws(Failure) {
        do throws(AuditFailure) { try record(.logDeleted(stretch, cause)) } catch { throw .notRecorded(error) }
    }

    private static func files<R>(_ body: () throws(FileFailure) -> R) throws(Failure) -> R {
        do throws(FileFailure) { return try body() } catch { throw .file(error) }
    }
}

/// One segment, and why it is kept.
public struct SegmentStanding: Sendable {
    public let segment: SegmentName
    /// `nil` for the segments that are written and verified at the start, and for one that cannot be read.
    public let survey: SegmentSurvey?
    public let state: State

    public enum State: Hashable, Sendable {
        /// One of the last two.
        case open
        /// Not over before this instant.
        case until(UnixTime)
        /// Over, and kept by these holds.
        case held(by: [String])
        /// Its lines do not follow each other: a verification tells more. It is kept.
        case unreadable
        case due
    }
}
