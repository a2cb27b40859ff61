import GatewayAudit
import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAuditIndex

@Suite struct `The form of the index` {
    @Test(arguments: 1...20)
    func `gives back the records of every key as they were put in`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let all = 1 + random.int(below: 3000)
        var keys: [(tag: UInt32, numbers: ArraySlice<UInt16>)] = []
        for tag in 0..<40 {
            let share = 1 + random.int(below: all)
            let numbers = (0..<all).filter { _ in random.int(below: share) == 0 }.map { UInt16($0) }
            if !numbers.isEmpty { keys.append((UInt32(tag * 7), numbers[...])) }
        }
        let bytes = Self.encode(keys, of: all)
        for (tag, numbers) in keys { #expect(Bucket.numbers(of: tag, in: bytes, of: all, at: 7) == Array(numbers)) }
        #expect(Bucket.numbers(of: 3, in: bytes, of: all, at: 7) == [])
    }

    private static func encode(_ keys: [(tag: UInt32, numbers: ArraySlice<UInt16>)], of all: Int) -> [UInt8] {
        var start = 0
        let entries = keys.map { key in
            defer { start += key.numbers.count }
            return Bucket.Entry(tag: key.tag, start: start, count: key.numbers.count)
        }
        return keys.flatMap { Array($0.numbers) }.withUnsafeBufferPointer {
            Bucket.encode(entries, of: $0, all: all, at: 7)
        }
    }

    @Test func `one changed byte anywhere is noticed`() {
        var bytes = Self.encode([(1, [3]), (9, [1, 2, 3, 700])], of: 1000)
        for index in bytes.indices {
            bytes[index] ^= 0x10
            #expect(Bucket.numbers(of: 1, in: bytes, of: 1000, at: 7) == nil)
            bytes[index] ^= 0x10
        }
        #expect(Bucket.numbers(of: 1, in: bytes, of: 1000, at: 7) == [3])
        #expect(Bucket.numbers(of: 1, in: bytes, of: 1000, at: 8) == nil)
    }

    @Test func `the scanner finds the keys and the time that the reader finds`() throws {
        let trail = try RandomTrail(seed: 31)
        try trail.fill(200)
        var scanner = KeyScanner()
        defer { scanner.free() }
        for name in try trail.segments {
            for line in try DiskBytes.read(trail.path + "/" + name).split(separator: 0x0A) {
                let bytes = Array(line)
                let record = try #require(bytes.withUnsafeBytes { ParsedRecord(line: $0) })
                let time = bytes.withUnsafeBytes { scanner.scan($0) }
                #expect(time == record.time?.milliseconds)
                let found = Set((0..<scanner.count).map { scanner[$0] })
                var wanted: Set<UInt32> = []
                for key in RecordKey.allCases {
                    for text in key.fields.compactMap({ record.text($0) }) {
                        wanted.insert(KeyHash(RecordTextFilter(key: key, text: text)).value)
                    }
                }
                for id in record.grantIDs {
                    wanted.insert(KeyHash(RecordTextFilter(key: .grant, text: id)).value)
                }
                for name in record.writers {
                    wanted.insert(KeyHash(RecordTextFilter(key: .person, text: name)).value)
                }
                // What a text that was cut ends with: a key of nobody.
                let last = record.text(.applicant)?.utf8.split(separator: 0x20).last.map { String(Substring($0)) }
                let end = last.map { KeyHash(RecordTextFilter(key: .person, text: $0)).value }
                #expect(wanted.isSubset(of: found) && found.isSubset(of: wanted.union([end].compactMap(\.self))))
            }
        }
    }

    @Test func `candidates are kept where both lists have them, and come in groups from the newest`() {
        var candidates = Candidates.all
        candidates.keep([1, 5, 31, 32, 99])
        candidates.keep([0, 5, 32, 33, 99])
        var groups = candidates.groups(of: 100)
        var seen: [Int] = []
        while let group = groups.next() {
            seen += (group.number * 32..<group.end).filter { group.contains($0) }.reversed()
        }
        #expect(seen == [99, 32, 5])
        var everything = Candidates.all.groups(of: 70)
        var count = 0
        while let group = everything.next() { count += (group.number * 32..<group.end).count { group.contains($0) } }
        #expect(count == 70)
    }
}
