import GatewayAudit
import GatewayAuditFile
import GatewayDesk
import GatewayIdentity

/// The records of the window of an incident, taken along with their proof, and who was there.
struct IncidentWindow {
    /// What one account did.
    struct Presence {
        var first: UnixTime
        var last: UnixTime
        var records = 0
        var consoles: Set<String> = []
        var addresses: Set<String> = []
    }

    /// More accounts than these are in the records alone.
    static let mostPeople = 100_000

    private(set) var people: [String: Presence] = [:]
    private(set) var types: [String: Int] = [:]
    private(set) var records = 0
    /// Records of the window that were deleted after their time, as far as they stood between others.
    private(set) var deleted: UInt64 = 0

    /// Writes the records into a folder that it makes: an export, as `audit export` writes one.
    init(
        of trail: String, from: UnixTime, to: UnixTime, into path: String, by key: any CheckpointKey, at now: UnixTime
    ) throws {
        var folder = try ExportFolder(path, table: true, mark: false)
        var criteria = RecordCriteria()
        criteria.from = from
        criteria.to = to
        let last = try TrailHead.last(in: trail)
        var goesOn = true
        while goesOn {
            let piece: TrailExtract
            do throws(TrailCursor.Failure) {
                piece = try TrailExtract.next(in: trail, criteria, after: folder.position, through: last)
            } catch {
                throw CommandFailure(
                    "\(trail): \(error)", hint: "'gwanmun audit verify' says where the trail is broken.")
            }
            goesOn = piece.goesOn
            try folder.add(RecordExtract(piece, checkpoints: try ExportedCheckpoints(trail).lines(of: piece)))
            for line in piece.records { count(line) }
        }
        deleted = folder.deletedCount
        try folder.finish([("from", RFC3339.string(from)), ("to", RFC3339.string(to))], at: now, by: key)
    }

    private mutating func count(_ line: String) {
        var line = line
        guard let record = line.withUTF8({ ParsedRecord(line: UnsafeRawBufferPointer($0)) }) else { return }
        records += 1
        types[record.text(.type) ?? "-", default: 0] += 1
        guard let account = record.text(.account), let time = record.time,
            people[account] != nil || people.count < Self.mostPeople
        else { return }
        var presence = people[account] ?? Presence(first: time, last: time)
        presence.first = min(presence.first, time)
        presence.last = max(presence.last, time)
        presence.records += 1
        if let console = record.text(.upstream) { presence.consoles.insert(console) }
        if let address = record.text(.sourceAddress), presence.addresses.count < 32 {
            presence.addresses.insert(address)
        }
        people[account] = presence
    }

    var peopleCSV: String {
        let rows = people.sorted { $0.key < $1.key }.map { account, presence in
            [
                account, RFC3339.string(presence.first), RFC3339.string(presence.last), String(presence.records),
                presence.consoles.sorted().joined(separator: " "), presence.addresses.sorted().joined(separator: " "),
            ]
        }
        return ([["account", "first", "last", "records", "consoles", "addresses"]] + rows).map(ExportCSV.line).joined()
    }
}
