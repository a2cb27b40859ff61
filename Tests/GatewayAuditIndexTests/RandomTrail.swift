import Dispatch
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayTesting
import Glibc
import Synchronization
import Testing

@testable import GatewayAuditIndex

/// A trail of records about few people, consoles and addresses, so that every filter finds some; in a folder of its own, removed with it.
final class RandomTrail {
    static let start = UnixTime(seconds: 1_795_309_200)
    static let people = ["kim-7f3a", "lee-90aa", "zhang-77aa", "홍-1\"2", "park\\x"] + sameToLookAt
    /// In two spellings.
    static let sameToLookAt = ["박-77", "\u{1107}\u{1161}\u{11A8}-77"]
    static let consoles = ["notice", "build", "fab"]
    static let reasons: [Reason] = [.defaultDeny, .factorMissing, .sessionCertificateMismatch]

    let folder: TemporaryFolder
    let path: String
    private(set) var trail: AuditTrail
    let random: SeededRandom
    private let clock: TickingClock

    init(seed: UInt64, segmentBytes: Int = 24_000) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/audit"
        random = SeededRandom(seed: seed)
        clock = TickingClock()
        trail = try Self.open(path, segmentBytes, clock)
    }

    deinit { trail.close() }

    private static func open(_ path: String, _ segmentBytes: Int, _ clock: TickingClock) throws -> AuditTrail {
        var settings = TrailSettings(node: "gw01", version: "0.1.0")
        settings.segmentBytes = segmentBytes
        return try AuditTrail(
            directory: path, settings: settings, clock: { clock.now }, ids: EventIDSource(origin: 9))
    }

    /// Begins anew in the same folder, with another trail.
    func replace(segmentBytes: Int = 24_000) throws {
        trail.close()
        for name in try Self.names(path) where name != "index.sqlite" { unlink(path + "/" + name) }
        trail = try Self.open(path, segmentBytes, clock)
    }

    static func names(_ path: String) throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    var segments: [String] { get throws { try Self.names(path).filter { $0.hasSuffix(".jsonl") } } }

    // MARK: Filling

    /// Returns when all are on the disk.
    func fill(_ count: Int) throws {
        let lane = trail.lane()
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: random.next()))
        let written = DispatchSemaphore(value: 0)
        for number in 1...max(1, count) where number <= count {
            try composer.compose(entry()) { body in
                try lane.append(body) { _ in written.signal() }
            }
            // Few at a time: a commit does not cross segments.
            if number.isMultiple(of: 20) { for _ in 0..<20 { written.wait() } }
        }
        for _ in 0..<(count % 20) { written.wait() }
    }

    /// One record; returns when it is on the disk.
    func write(_ event: AuditEvent) throws {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: random.next()))
        let written = DispatchSemaphore(value: 0)
        try composer.compose(AuditEntry(event, at: clock.now)) { body in
            try trail.lane().append(body) { _ in written.signal() }
        }
        written.wait()
    }

    private func pick<Element>(_ list: [Element]) -> Element { list[random.int(below: list.count)] }

    private func entry() -> AuditEntry {
        let person = AccountName(stored: pick(Self.people))
        let subject = AuditSubject(
            account: person, roles: [RoleName("staff")],
            sessionHash: withUnsafeBytes(of: (UInt64(random.int(below: 9)), 0, 0, 0)) { SHA256Digest($0) })
        let origin = AuditOrigin(address: NetworkAddress(v4: 0x0A14_0000 + UInt32(random.int(below: 5))))
        let request = RequestID(high: 1, low: UInt64(random.int(below: 40)))
        let line = RequestLine(method: "GET", path: RecordedPath("/\(random.int(below: 1000))"))
        let event: AuditEvent
        switch random.int(below: 10) {
        case 0: event = .decision(.deny(pick(Self.reasons), by: .none), line)
        case 1: event = .grantChange(AuditTarget(.grant, "g-\(random.int(below: 3))"), person, .added, until: nil)
        case 2: event = .unlock(AuditTarget(.account, pick(Self.people)))
        case 3: event = .sessionStart(until: Self.start)
        case 4: event = .loginOK
        case 5:
            let writers = (0..<random.int(below: 4)).map { _ in pick(Self.people) }
            event = policyChange(PolicyGrounds(author: writers.first, writers: writers, approver: pick(Self.people)))
        case 6: event = policyChange(PolicyGrounds(author: writersOfBefore(), approver: pick(Self.people)))
        default:
            event = .access(
                .permit(by: .none, upon: basis()), line,
                Exchange(status: 200, bytesIn: 0, bytesOut: 9, duration: .milliseconds(1)))
        }
        return AuditEntry(
            event, at: clock.now, request: request, by: subject, from: origin,
            on: random.int(below: 4) == 0 ? nil : AuditResource(console: ConsoleID(pick(Self.consoles)), grade: .open))
    }

    private func policyChange(_ grounds: PolicyGrounds) -> AuditEvent {
        .policyChange(before: nil, after: SHA256Digest(hex: String(repeating: "a", count: 64)), .adopted, grounds)
    }

    /// Several in one text, sometimes more than it holds.
    private func writersOfBefore() -> String {
        let names = (0..<(random.int(below: 4) == 0 ? 60 : 3)).map { _ in pick(Self.people) }
        return names.joined(separator: " ")
    }

    /// With some grants or none, told whole or by their ids.
    private func basis() -> DecisionBasis {
        let grants = (0..<random.int(below: 3)).map { _ in
            DecisionInputs.RecordedGrant(
                id: pick([nil, "g-\(random.int(below: 3))", "g-\"2"]), from: Self.start, to: Self.start,
                scope: [.init(.paths, ["{\"id\":\"g-3\"}"])])
        }
        let basis = DecisionBasis.whole(
            DecisionInputs(handshakeAt: nil, revocationAsOf: Self.start, grants: grants))
        return random.int(below: 2) == 0 ? basis : basis.ofEarlier
    }

    /// Anything from no filter to several, some of which fit nothing.
    func criteria() -> RecordCriteria {
        var criteria = RecordCriteria()
        func maybe(_ set: () -> Void) { if random.int(below: 4) == 0 { set() } }
        maybe { criteria.person = pick(Self.people + ["nobody", "kim", "kim-7f3a lee-90aa"]) }
        maybe { criteria.console = pick(Self.consoles + ["none"]) }
        maybe { criteria.type = pick([.access, .decision, .grantChange, .unlock, .segmentStart]) }
        maybe { criteria.outcome = pick(Outcome.allCases) }
        maybe { criteria.reason = pick(Self.reasons).rawValue }
        maybe { criteria.requestID = "0000000000000001000000000000000\(String(random.int(below: 16), radix: 16))" }
        maybe { criteria.address = "10.20.0.\(random.int(below: 6))" }
        maybe { criteria.grant = pick(["g-0", "g-1", "g-2", "g-3", "g-\"2"]) }
        maybe { criteria.from = Self.start + .milliseconds(Int64(random.int(below: 20_000))) }
        maybe { criteria.to = Self.start + .milliseconds(Int64(random.int(below: 20_000))) }
        return criteria
    }

    /// Has the second segment deleted after its time, while all others are held.
    func deleteSecondSegment() throws -> DeletedStretch {
        let later = Self.start + .seconds(20 * 366 * 86_400)
        var keeper = try SegmentKeeper(directory: path, rules: .init(), external: [])
        let holds = try keeper.standings(at: later, holds: []).enumerated().compactMap { index, standing in
            standing.survey.flatMap { survey in
                index == 1
                    ? nil
                    : LegalHold(id: "h-\(index)", from: survey.firstTime, to: survey.lastTime + .milliseconds(1))
            }
        }
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: random.next()))
        let lane = trail.lane()
        let deleted = try keeper.deleteDue(at: later, holds: { holds }) { (event) throws(AuditFailure) in
            let written = DispatchSemaphore(value: 0)
            let body = composer.compose(AuditEntry(event, at: clock.now)) { Array($0) }
            try body.withUnsafeBytes { bytes in
                Result { () throws(AuditFailure) in try lane.append(bytes) { _ in written.signal() } }
            }.get()
            written.wait()
        }
        return try #require(deleted.count == 1 ? deleted.first : nil)
    }

    // MARK: What is there

    /// By reading everything, the newest first.
    func scan(_ criteria: RecordCriteria) throws -> [Int] {
        var found: [Int] = []
        try AuditReader(directory: path).forEach { record in
            if criteria.matches(record), let sequence = record.sequence { found.append(sequence) }
            return .next
        }
        return found.reversed()
    }

    /// Everything up to the last acknowledged record, as a command does without a node.
    func index(pace: IndexingPace = IndexingPace(records: 50)) throws {
        let indexer = TrailIndexer(in: path, pace: pace)
        let known = try #require(try indexer.begin())
        var cursor = TrailCursor(directory: path, after: known)
        let last = trail.counters.last.sequence
        while cursor.position < last {
            let batch: TrailBatch
            do throws(TrailCursor.Failure) {
                batch = try cursor.next(through: last, byteLimit: 5000)
            } catch {
                guard case .gone(_, let next?) = error else { throw error }
                cursor.move(after: next - 1)
                continue
            }
            switch indexer.take(batch) {
            case .next: break
            case .move(let position): cursor.move(after: position)
            case .again: Issue.record("the index did not take records")
            }
        }
        try indexer.settle()
    }

    func find(
        _ criteria: RecordCriteria, limit: Int = 7, bytes: Int = 1 << 30, by searcher: TrailSearcher? = nil,
        unread: (UnreadPart) -> Void = { Issue.record("unread: \($0)") }
    ) throws -> [Int] {
        let searcher = searcher ?? TrailSearcher(directory: path)
        var found: [Int] = []
        var place: TrailPlace?
        for _ in 0..<5000 {
            let page = try searcher.page(TrailQuestion(criteria, before: place, limit: limit, byteLimit: bytes))
            page.unread.forEach(unread)
            #expect(page.records.count <= limit)
            found += page.records.compactMap(\.record.sequence)
            guard let next = page.next else { return found }
            place = next
        }
        Issue.record("a search without end")
        return found
    }
}

/// Steps on with each look: records have different times.
final class TickingClock: Sendable {
    private let ticks = Mutex(Int64(0))

    var now: UnixTime {
        let tick = ticks.withLock { ticks in
            ticks += 1
            return ticks
        }
        return RandomTrail.start + .milliseconds(tick * 7)
    }
}
