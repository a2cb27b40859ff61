public import GatewayIdentity

/// What is left of records that were deleted after their time: between which places of the chain they stood.
///
///     {"format":"gwanmun-audit-deleted/1","first_seq":1,"last_seq":812,"prev_hash":"…64…","last_hash":"…64…"}⏎
public struct DeletedStretch: Hashable, Sendable {
    public static let format = "gwanmun-audit-deleted/1"

    public let first: UInt64
    public let last: UInt64
    /// Of the record before the first: its `prev_hash`.
    public let previousHash: SHA256Digest
    /// Of the last one: what the next record follows.
    public let lastHash: SHA256Digest

    public init(first: UInt64, last: UInt64, previousHash: SHA256Digest, lastHash: SHA256Digest) {
        self.first = first
        self.last = last
        self.previousHash = previousHash
        self.lastHash = lastHash
    }

    /// Both, where the other follows without anything in between.
    public func joined(with next: Self) -> Self? {
        guard next.first == last + 1, next.previousHash == lastHash else { return nil }
        return Self(first: first, last: next.last, previousHash: previousHash, lastHash: next.lastHash)
    }

    /// Records.
    public var count: UInt64 { last - first + 1 }

    public var line: [UInt8] {
        Array(
            """
            {"format":"\(Self.format)","first_seq":\(first),"last_seq":\(last),"prev_hash":"\(previousHash.hex)",\
            "last_hash":"\(lastHash.hex)"}

            """.utf8)
    }

    /// `nil` for anything that `line` would not have been.
    public init?(line: [UInt8]) {
        guard line.last == 0x0A, let members = line.dropLast().withUnsafeBytes({ JSONReader.members(of: $0) }),
            members.map(\.name) == ["format", "first_seq", "last_seq", "prev_hash", "last_hash"],
            case .integer(let first) = members[1].value, case .integer(let last) = members[2].value, first > 0,
            last >= first, last < RecordLine.sequenceLimit, case .string(let previous) = members[3].value,
            case .string(let hash) = members[4].value,
            let previousHash = SHA256Digest(hex: previous), let lastHash = SHA256Digest(hex: hash)
        else { return nil }
        self.init(first: UInt64(first), last: UInt64(last), previousHash: previousHash, lastHash: lastHash)
        guard self.line == line else { return nil }
    }

    /// What a record of type `log_deleted` says was deleted; `nil` for any other record.
    public init?(record: ParsedRecord) {
        guard record.type == .logDeleted, let first = record.integer(.firstSequence), first > 0,
            let last = record.integer(.lastSequence), last >= first, last < RecordLine.sequenceLimit,
            let previousHash = record.text(.before).flatMap({ SHA256Digest(hex: $0) }),
            let lastHash = record.text(.after).flatMap({ SHA256Digest(hex: $0) })
        else { return nil }
        self.init(first: UInt64(first), last: UInt64(last), previousHash: previousHash, lastHash: lastHash)
    }
}
