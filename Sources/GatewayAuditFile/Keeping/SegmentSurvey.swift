public import GatewayAudit
public import GatewayIdentity

/// What lies in one segment, as far as keeping it is concerned.
public struct SegmentSurvey: Hashable, Sendable {
    public let segment: SegmentName
    /// Where it stands in the chain.
    public let stretch: DeletedStretch
    public let firstTime: UnixTime
    public let lastTime: UnixTime
    public let marks: RetentionMarks
    /// Deletions that its records tell of.
    public let deletions: Set<DeletedStretch>

    /// Reads the whole segment, and holds every line against the chain.
    ///
    /// - Parameter external: roles of people of other organisations: what they did counts as `partners`.
    /// - Returns: `nil` for a segment whose lines do not follow each other, or with a time that cannot be read: nothing is deleted there.
    init?(_ segment: SegmentName, in folder: DiskFolder, external: Set<RoleName>) throws(FileFailure) {
        var reading = Reading(external: external)
        var lines = try SegmentLines(segment, in: folder)
        while let isFine = try lines.next({ piece -> Bool in
            guard case .line(let line) = piece else { return false }
            return reading.read(line)
        }) {
            guard isFine else { return nil }
        }
        guard let first = reading.first, let chain = reading.chain, let times = reading.times,
            first.sequence == segment.first
        else { return nil }
        self.segment = segment
        stretch = DeletedStretch(
            first: first.sequence, last: chain.last.sequence, previousHash: first.previousHash,
            lastHash: chain.last.hash)
        firstTime = times.lowerBound
        lastTime = times.upperBound
        marks = reading.marks
        deletions = reading.deletions
    }

    private struct Reading {
        let external: Set<RoleName>
        var chain: ChainVerifier?
        var first: (sequence: UInt64, previousHash: SHA256Digest)?
        var times: ClosedRange<UnixTime>?
        var marks = RetentionMarks()
        var deletions: Set<DeletedStretch> = []
        private var scanner = RecordScanner([.type, .time, .roles, .grants, .until])

        init(external: Set<RoleName>) { self.external = external }

        mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
            if chain == nil, let frame = RecordFrame(line) {
                first = (frame.sequence, frame.previousHash)
                chain = ChainVerifier(after: ChainPoint(sequence: frame.sequence - 1, hash: frame.previousHash))
            }
            guard chain?.difference(of: line) == nil, chain != nil, scanner.scan(line),
                let time = scanner.text(.time, of: line).flatMap(RFC3339.parse)
            else { return false }
            times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
            // What this version does not know is kept as the longest kept is.
            guard let type = scanner.text(.type, of: line).flatMap(RecordType.init) else {
                for kind in RetentionClass.allCases { marks.add(kind, at: time) }
                return true
            }
            let isPartners = type.retentionClass == .partners || isOfPartner(line)
            marks.add(
                isPartners ? .partners : type.retentionClass, at: time, until: isPartners ? end(in: line) : nil)
            // Rights of partners are rights, too.
            if isPartners { marks.add(type.retentionClass, at: time) }
            if type == .logDeleted, let stretch = ParsedRecord(line: line).flatMap({ DeletedStretch(record: $0) }) {
                deletions.insert(stretch)
            }
            return true
        }

        private func isOfPartner(_ line: UnsafeRawBufferPointer) -> Bool {
            if scanner.member(.grants, of: line) != nil { return true }
            guard !external.isEmpty, let roles = scanner.value(.roles, of: line),
                case .array(let names)? = JSONValue(of: roles)
            else { return false }
            return names.contains { name in
                guard case .string(let text) = name else { return false }
                return external.contains(RoleName(text))
            }
        }

        /// The last end of a grant that the record names.
        private func end(in line: UnsafeRawBufferPointer) -> UnixTime? {
            var ends: [UnixTime] = []
            if let until = scanner.text(.until, of: line).flatMap(RFC3339.parse) { ends.append(until) }
            if scanner.member(.grants, of: line) != nil, let record = ParsedRecord(line: line),
                case .array(let grants)? = record[.grants]
            {
                for case .object(let members) in grants {
                    guard case .string(let text)? = members.first(where: { $0.name == "to" })?.value else { continue }
                    RFC3339.parse(text).map { ends.append($0) }
                }
            }
            return ends.max()
        }
    }
}
