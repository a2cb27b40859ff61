import Dispatch
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayTesting
import Glibc
import Testing

@testable import GatewayAuditIndex

@Suite struct `A search by the index` {
    @Test(arguments: 1...12)
    func `finds what reading everything finds, in the same order, whatever is asked and however little at a time`(
        seed: UInt64
    ) throws {
        let trail = try RandomTrail(seed: seed)
        try trail.fill(300)
        try trail.index()
        // What the index has not reached.
        try trail.fill(trail.random.int(below: 40))
        let searcher = TrailSearcher(directory: trail.path)
        for _ in 0..<60 {
            let criteria = trail.criteria()
            let limit = 1 + trail.random.int(below: 30)
            let bytes = trail.random.int(below: 3) == 0 ? 700 : 1 << 30
            #expect(
                try trail.find(criteria, limit: limit, bytes: bytes, by: searcher) == trail.scan(criteria),
                "\(criteria)")
        }
    }

    @Test func `reads no segment that has nothing of what is asked`() throws {
        let trail = try RandomTrail(seed: 7)
        try trail.fill(300)
        try trail.index()
        var criteria = RecordCriteria()
        criteria.eventID = "0123456789abcdef0123456789abcdef"
        // Whoever opens one of these fails.
        let segments = try trail.segments.dropLast()
        #expect(segments.count > 3)
        let searcher = TrailSearcher(directory: trail.path)
        #expect(try trail.find(criteria, by: searcher) == [])
        for name in segments { #expect(chmod(trail.path + "/" + name, 0) == 0) }
        let page = try searcher.page(TrailQuestion(criteria, byteLimit: 1 << 30))
        #expect(page.records.isEmpty && page.unread.isEmpty && page.indexFailure == nil)
    }

    @Test func `finds records of a segment that is written meanwhile, and of one begun meanwhile`() throws {
        let trail = try RandomTrail(seed: 3)
        try trail.fill(50)
        try trail.index()
        let searcher = TrailSearcher(directory: trail.path)
        var criteria = RecordCriteria()
        criteria.person = RandomTrail.people[0]
        let before = try trail.segments.count
        for _ in 0..<6 {
            try trail.fill(40)
            #expect(try trail.find(criteria, by: searcher) == trail.scan(criteria))
        }
        #expect(try trail.segments.count > before)
        try trail.index()
        #expect(try trail.find(criteria, by: searcher) == trail.scan(criteria))
    }

    /// NCT2-4.3: what is kept longer is found before what was deleted and behind it.
    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func `finds what is before and behind records that were deleted from the middle`(isIndexedBefore: Bool) throws {
        let trail = try RandomTrail(seed: 12)
        try trail.fill(300)
        if isIndexedBefore { try trail.index() }
        let hole = try trail.deleteSecondSegment()
        func agrees(_ state: Comment) throws {
            for _ in 0..<20 {
                let criteria = trail.criteria()
                #expect(try trail.find(criteria) == trail.scan(criteria), state)
            }
            let all = try trail.find(RecordCriteria(), limit: 200)
            #expect(all == (try trail.scan(RecordCriteria())) && all.last == 1, state)
            #expect(!all.contains { (Int(hole.first)...Int(hole.last)).contains($0) }, state)
        }
        try agrees("as it is")
        try trail.index()
        try agrees("indexed")
        let page = try TrailSearcher(directory: trail.path).page(TrailQuestion(RecordCriteria()))
        #expect(page.indexFailure == nil && page.unread.isEmpty)
        // Nothing is indexed twice because of it.
        #expect(try TrailIndexer(in: trail.path).begin() == trail.trail.counters.last.sequence)
    }

    /// T18: also where the record names them all in one text, as records of before do.
    @Test func `finds a change of the policy by each of its writers, and by no part of a name`() throws {
        let trail = try RandomTrail(seed: 14)
        let writers = ["song-31aa", "yoon-2b8c", "choi-5e6f"]
        let (list, text) = (
            PolicyGrounds(author: writers[0], writers: writers), PolicyGrounds(author: writers.joined(separator: " "))
        )
        // 256 bytes end in the middle of a name.
        let cut = PolicyGrounds(author: (0..<40).map { "writer-\($0)" }.joined(separator: " "))
        for grounds in [list, text, cut] { try trail.write(.policyChange(before: nil, after: nil, .adopted, grounds)) }
        func found(_ person: String, _ searcher: TrailSearcher) throws -> Int {
            var criteria = RecordCriteria()
            criteria.person = person
            let found = try trail.find(criteria, by: searcher)
            #expect(try found == trail.scan(criteria))
            return found.count
        }
        func agrees(_ searcher: TrailSearcher) throws {
            for writer in writers { #expect(try found(writer, searcher) == 2, "\(writer)") }
            #expect(try found(writers.joined(separator: " "), searcher) == 1)
            for other in ["song", "31aa", "song-31aa yoon-2b8c", "oon-2b8c", " ", ""] {
                #expect(try found(other, searcher) == 0, "\(other)")
            }
            #expect(try found("writer-0", searcher) == 1 && found("writer-20", searcher) == 1)
            #expect(try found("writer", searcher) == 0)
        }
        try agrees(TrailSearcher(directory: trail.path, usesIndex: false))
        try trail.index()
        try agrees(TrailSearcher(directory: trail.path))
        #expect(try TrailSearcher(directory: trail.path).page(TrailQuestion(RecordCriteria())).indexFailure == nil)
    }

    /// NFC and NFD look the same; a name that was written one way is not the other.
    @Test func `tells apart what only looks the same, as a reader of everything does`() throws {
        let trail = try RandomTrail(seed: 13)
        try trail.fill(200)
        try trail.index()
        let (composed, other) = (RandomTrail.sameToLookAt[0], RandomTrail.sameToLookAt[1])
        func found(_ person: String) throws -> [Int] {
            var criteria = RecordCriteria()
            criteria.person = person
            let found = try trail.find(criteria)
            #expect(try found == trail.scan(criteria))
            #expect(try found == trail.find(criteria, by: TrailSearcher(directory: trail.path, usesIndex: false)))
            return found
        }
        let (few, all) = (Set(try found(composed)), Set(try found(other)))
        #expect(!few.isEmpty && few.isStrictSubset(of: all))
    }

    @Test func `is in a file for the service alone`() throws {
        let trail = try RandomTrail(seed: 1)
        try trail.fill(10)
        try trail.index()
        var status = stat()
        try #require(lstat(trail.path + "/" + IndexFile.name, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }
}

@Suite struct `An index that is not what it should be` {
    private func searched(_ trail: RandomTrail, _ criteria: RecordCriteria = RecordCriteria()) throws -> FoundPage {
        try TrailSearcher(directory: trail.path).page(TrailQuestion(criteria, limit: 10_000, byteLimit: 1 << 30))
    }

    private func all(_ page: FoundPage) -> [Int] { page.records.compactMap(\.record.sequence) }

    @Test func `is said to be missing, and nothing is hidden`() throws {
        let trail = try RandomTrail(seed: 1)
        try trail.fill(100)
        let page = try searched(trail)
        #expect(page.indexFailure == .missing)
        #expect(all(page) == (try trail.scan(RecordCriteria())))
    }

    @Test func `is missing, and a segment is read that begins by a clock which had jumped`() throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock(RandomTrail.start + .seconds(5 * 86_400))
        let trail = try AuditTrail(
            directory: folder.path + "/audit", settings: TrailSettings(node: "gw01", version: "0.1.0"),
            clock: { clock.now }, ids: EventIDSource(origin: 9))
        clock.set(RandomTrail.start)
        let written = DispatchSemaphore(value: 0)
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        try composer.compose(AuditEntry(.loginOK, at: clock.now)) { body in
            try trail.lane().append(body) { _ in written.signal() }
        }
        written.wait()
        trail.close()
        var criteria = RecordCriteria()
        criteria.to = RandomTrail.start + .seconds(3600)
        let page = try TrailSearcher(directory: folder.path + "/audit").page(
            TrailQuestion(criteria, limit: 10, byteLimit: 1 << 20))
        #expect(page.records.compactMap(\.record.type) == [.loginOK])
    }

    @Test(arguments: [0, 20_000, 60_000])
    func `is said to be damaged, nothing is hidden, and it is made anew by itself`(place: Int) throws {
        let trail = try RandomTrail(seed: 5)
        try trail.fill(300)
        try trail.index()
        try overwrite(trail.path + "/" + IndexFile.name, at: place)
        var criteria = RecordCriteria()
        criteria.person = RandomTrail.people[1]
        let page = try searched(trail, criteria)
        #expect(all(page) == (try trail.scan(criteria)))
        try trail.index()
        #expect(try searched(trail, criteria).indexFailure == nil)
    }

    private func overwrite(_ path: String, at place: Int) throws {
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        let file = open(path, O_RDWR)
        try #require(file >= 0)
        defer { close(file) }
        let noise = (0..<8000).map { UInt8(truncatingIfNeeded: $0 * 31 + 7) }
        #expect(noise.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, off_t(place)) } == noise.count)
    }

    @Test(arguments: 1...5)
    func `of keys that were changed is not believed`(seed: UInt64) throws {
        let trail = try RandomTrail(seed: seed)
        try trail.fill(200)
        try trail.index()
        let file = try IndexFile(in: trail.path, isMade: true)
        let run = try #require(try file.runs().first)
        // Of a record in that run: whoever looks for it has to read these keys.
        var criteria = RecordCriteria()
        try AuditReader(directory: trail.path).forEach(from: run.last, through: run.last) { record in
            criteria.eventID = record.text(.eventID)
            return .stop
        }
        try #require(criteria.eventID != nil)
        // Says that no record has any key.
        var empty: [UInt8] = [0]
        _ = try file.store(
            run, map: try file.map(of: run).encoded(at: run.first),
            buckets: (0...255).map { (UInt8($0), empty + [1, 2, 3, 4, 5, 6, 7, 8]) }, dropping: [])
        empty = []
        file.close()
        let page = try searched(trail, criteria)
        #expect(page.indexFailure != nil)
        #expect(all(page) == [Int(run.last)])
    }

    /// An index of a program that knew fewer keys has no key of what it did not look for: it would hide it.
    @Test func `of another format is not used, and is replaced`() throws {
        let trail = try RandomTrail(seed: 6)
        try trail.fill(200)
        try trail.index()
        // `user_version` in SQLite's header, big-endian.
        let path = trail.path + "/" + IndexFile.name
        var bytes = try DiskBytes.read(path)
        #expect(bytes[60..<64].elementsEqual([0, 0, 0, UInt8(IndexFile.format)]))
        bytes[63] = 1
        try DiskBytes.write(bytes, path)
        var criteria = RecordCriteria()
        criteria.person = RandomTrail.people[0]
        let page = try searched(trail, criteria)
        #expect(page.indexFailure == .damaged("its format is 1, this program's 2"))
        #expect(all(page) == (try trail.scan(criteria)))
        try trail.index()
        #expect(try searched(trail, criteria).indexFailure == nil)
    }

    @Test func `of another trail in the same folder is not used, and is replaced`() throws {
        let trail = try RandomTrail(seed: 8)
        try trail.fill(200)
        try trail.index()
        try trail.replace()
        try trail.fill(150)
        var criteria = RecordCriteria()
        criteria.person = RandomTrail.people[2]
        #expect(all(try searched(trail, criteria)) == (try trail.scan(criteria)))
        try trail.index()
        let page = try searched(trail, criteria)
        #expect(all(page) == (try trail.scan(criteria)) && page.indexFailure == nil)
    }

    @Test func `of records that were moved in their segment is found out`() throws {
        let trail = try RandomTrail(seed: 9)
        try trail.fill(300)
        try trail.index()
        trail.trail.close()
        let name = try #require(try trail.segments.dropFirst().first)
        let segment = trail.path + "/" + name
        let bytes = try DiskBytes.read(segment)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true)
        // The first line stays, so that the segment is known by it; one is gone behind it.
        try DiskBytes.write(Array(([lines[0]] + lines[2...]).joined(separator: [0x0A])) + [0x0A], segment)
        var criteria = RecordCriteria()
        // Behind it.
        criteria.type = lines.last.flatMap { line in line.withUnsafeBytes { ParsedRecord(line: $0) } }?.type
        let page = try searched(trail, criteria)
        #expect(page.indexFailure != nil)
        #expect(all(page) == (try trail.scan(criteria)))
    }

    @Test func `loses the records of a segment that was deleted, and keeps the others`() throws {
        let trail = try RandomTrail(seed: 10)
        try trail.fill(300)
        try trail.index()
        let gone = try #require(try trail.segments.first)
        unlink(trail.path + "/" + gone)
        #expect(all(try searched(trail)) == (try trail.scan(RecordCriteria())))
        try trail.fill(20)
        try trail.index()
        let page = try searched(trail)
        #expect(all(page) == (try trail.scan(RecordCriteria())) && page.indexFailure == nil)
        let file = try IndexFile(in: trail.path, isMade: false)
        let name = try #require(try trail.segments.first)
        let oldest = try #require(SegmentName(file: name))
        #expect(try file.runs().allSatisfy { $0.segment >= oldest.first })
    }

    @Test func `a part that cannot be read is named in the answer`() throws {
        let trail = try RandomTrail(seed: 11)
        try trail.fill(300)
        let segment = try #require(try trail.segments.dropFirst().first)
        unlink(trail.path + "/" + segment)
        #expect(symlink("/nowhere", trail.path + "/" + segment) == 0)
        let page = try searched(trail)
        #expect(page.unread.map(\.segment) == [segment])
        #expect(!page.records.isEmpty)
    }
}

@Suite struct `A node keeps its index` {
    @Test func `by following the trail, behind it by no more than its pace`() throws {
        let trail = try RandomTrail(seed: 21)
        let indexer = TrailIndexer(in: trail.path, pace: IndexingPace(records: 20, pause: .milliseconds(1)))
        let following = try TrailFollowing(
            trail.trail, in: trail.path, after: 0, pause: .milliseconds(1), by: indexer)
        try trail.fill(200)
        while following.lag > 0 { sched_yield() }
        following.stop()
        let file = try IndexFile(in: trail.path, isMade: false)
        let last = try #require(try file.runs().first?.last)
        #expect(trail.trail.counters.last.sequence - last < 20)
    }

    @Test func `and makes it anew when somebody throws it away, though no record comes`() throws {
        let trail = try RandomTrail(seed: 22)
        let indexer = TrailIndexer(in: trail.path, pace: IndexingPace(records: 20, pause: .milliseconds(1)))
        let following = try TrailFollowing(
            trail.trail, in: trail.path, after: 0, pause: .milliseconds(1), by: indexer)
        try trail.fill(200)
        while following.lag > 0 { sched_yield() }
        let file = try IndexFile(in: trail.path, isMade: true)
        while try file.runs().isEmpty { sched_yield() }
        try file.empty()
        while try file.runs().first?.last != trail.trail.counters.last.sequence { sched_yield() }
        following.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `and goes past records that were deleted from the middle, also when it is made anew`() throws {
        let trail = try RandomTrail(seed: 24)
        try trail.fill(200)
        let hole = try trail.deleteSecondSegment()
        let indexer = TrailIndexer(in: trail.path, pace: IndexingPace(records: 20, pause: .milliseconds(1)))
        let following = try TrailFollowing(
            trail.trail, in: trail.path, after: 0, pause: .milliseconds(1), by: indexer)
        while following.lag > 0 { sched_yield() }
        let file = try IndexFile(in: trail.path, isMade: true)
        func isWhole() throws -> Bool {
            let runs = try file.runs()
            return runs.first?.last == trail.trail.counters.last.sequence
                && runs.contains { $0.last == hole.first - 1 } && runs.contains { $0.first == hole.last + 1 }
        }
        while try file.runs().isEmpty { sched_yield() }
        try file.empty()
        while try !isWhole() { sched_yield() }
        following.stop()
    }

    @Test func `alone: a second one waits until the first is gone`() throws {
        let trail = try RandomTrail(seed: 23)
        try trail.fill(10)
        var first: TrailIndexer? = TrailIndexer(in: trail.path)
        #expect(try first?.begin() != nil)
        let second = TrailIndexer(in: trail.path)
        #expect(try second.begin() == nil)
        first = nil
        #expect(try second.begin() != nil)
    }
}

enum DiskBytes {
    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
        let size = bytes.count
        #expect(bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, size, 0) } == size)
        return bytes
    }

    static func write(_ bytes: [UInt8], _ path: String) throws {
        let file = open(path, O_WRONLY | O_TRUNC)
        try #require(file >= 0)
        defer { close(file) }
        #expect(bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) } == bytes.count)
    }
}
