/// What stands in a file of records that were taken along: records, and in their places what is left of those that were deleted after their time.
public enum ExportedLine: Hashable, Sendable {
    /// As it stands in the trail, without its LF.
    case record(String)
    case deleted(DeletedStretch)

    /// Both in the order of the trail; stretches side by side become one.
    ///
    /// - Parameters:
    ///   - records: in their order.
    ///   - stretches: in any order.
    public static func ordered(_ records: [String], _ stretches: [DeletedStretch]) -> [Self] {
        var waiting = DeletedStretch.joined(stretches)[...]
        var lines: [Self] = []
        for record in records {
            if let next = waiting.first, let sequence = sequence(of: record), next.first < sequence {
                let passed = waiting.prefix { $0.first < sequence }
                lines += passed.map { .deleted($0) }
                waiting = waiting.dropFirst(passed.count)
            }
            lines.append(.record(record))
        }
        return lines + waiting.map { .deleted($0) }
    }

    private static func sequence(of line: String) -> UInt64? {
        var line = line
        return line.withUTF8 { ParsedRecord(line: UnsafeRawBufferPointer($0))?.sequence }.map { UInt64(clamping: $0) }
    }
}

extension DeletedStretch {
    /// In the order of the trail, those that follow each other as one.
    public static func joined(_ stretches: [Self]) -> [Self] {
        stretches.sorted { $0.first < $1.first }.reduce(into: []) { joined, next in
            if let one = joined.last?.joined(with: next) {
                joined[joined.count - 1] = one
            } else {
                joined.append(next)
            }
        }
    }
}

/// The last line of such a file: what of the trail it is of, and what of that is not in it.
///
///     {"format":"gwanmun-audit-extract/1","first_seq":1,"last_seq":1290,"records":12,"omitted":466,"deleted":812}
public struct ExtractEnd: Hashable, Sendable {
    public static let format = "gwanmun-audit-extract/1"

    /// The piece of the trail that was gone through, deleted records included; 0: it holds nothing.
    public var first: UInt64
    public var last: UInt64
    /// In the file.
    public var records: Int
    /// There, and not asked for.
    public var omitted: Int
    /// Deleted after their time: whether they were asked for, nobody can say.
    public var deleted: UInt64

    public init(first: UInt64 = 0, last: UInt64 = 0, records: Int = 0, omitted: Int = 0, deleted: UInt64 = 0) {
        self.first = first
        self.last = last
        self.records = records
        self.omitted = omitted
        self.deleted = deleted
    }

    public var line: String {
        """
        {"format":"\(Self.format)","first_seq":\(first),"last_seq":\(last),"records":\(records),"omitted":\(omitted),\
        "deleted":\(deleted)}
        """
    }
}

extension ExportCSV {
    /// A row that is no record, in the table of them: its kind, in brackets, stands where a record has its type, words for people in `cause`, and what
    /// programs read of it in the last column.
    public static func note(_ kind: String, at sequence: UInt64? = nil, saying words: String, _ facts: String) -> String
    {
        let cells = columns.map { column in
            switch column {
            case .sequence: sequence.map { "\($0)" } ?? ""
            case .type: "(\(kind))"
            case .cause: words
            default: ""
            }
        }
        return line(cells + [facts])
    }
}
