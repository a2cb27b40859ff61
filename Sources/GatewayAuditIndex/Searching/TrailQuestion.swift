public import GatewayAudit
public import GatewayAuditFile

/// What is looked for, from where, and how much may be read for it.
public struct TrailQuestion: Sendable {
    public var criteria: RecordCriteria
    /// `nil`: from the newest record on.
    public var before: TrailPlace?
    /// Records of the answer.
    public var limit: Int
    /// Bytes of records that are read without the help of the index.
    public var byteLimit: Int

    public init(_ criteria: RecordCriteria, before: TrailPlace? = nil, limit: Int = 50, byteLimit: Int = 64 << 20) {
        self.criteria = criteria
        self.before = before
        self.limit = limit
        self.byteLimit = byteLimit
    }
}

/// A record that was looked for.
public struct FoundRecord: Sendable {
    public let place: TrailPlace
    /// As it stands, without its LF.
    public let line: [UInt8]
    public let record: ParsedRecord
}

public struct FoundPage: Sendable {
    /// Newest first.
    public let records: [FoundRecord]
    /// Where to go on; `nil`: nothing older is there.
    public let next: TrailPlace?
    /// What could not be looked at.
    public let unread: [UnreadPart]
    /// Why records were read without the index; the answer is as right as with it.
    public let indexFailure: IndexFailure?
}

/// A part of the trail that a search could not look at: what it would have found there is not in the answer.
public struct UnreadPart: Hashable, Sendable {
    /// The file.
    public let segment: String
    public let reason: Reason

    public enum Reason: Hashable, Sendable {
        case file(FileFailure)
        /// Bytes before that place are no records.
        case noRecords(before: Int)
    }

    init(segment: SegmentName, _ failure: FileFailure) {
        self.segment = segment.file
        reason = .file(failure)
    }

    init(segment: SegmentName, offset: Int) {
        self.segment = segment.file
        reason = .noRecords(before: offset)
    }
}

extension UnreadPart: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .file(let failure): "\(failure)"
        case .noRecords(let offset): "\(segment): what lies before byte \(offset) is no record"
        }
    }
}
