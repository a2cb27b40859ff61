/// Collects the keys of a run's records, and lays them out for the disk. For one owner.
///
/// Records add to flat lists; the work of sorting is done when the run is stored, which is seldom.
final class RunBuilder {
    private(set) var run: Run
    private var map = RunMap()
    private let table = KeyTable()
    private var occurrences = Occurrences()
    private var scanner = KeyScanner()

    init(_ run: Run) {
        self.run = run
    }

    deinit { scanner.free() }

    var isFull: Bool { run.count == Run.limit }

    /// The next record's line, without its LF, which begins at `offset`.
    func append(_ line: UnsafeRawBufferPointer, at offset: Int) {
        let number = run.count
        let time = scanner.scan(line)
        note(time, number, offset)
        occurrences.note(scanner, table, UInt16(number))
        run.count += 1
        run.end = offset + line.count + 1
    }

    private func note(_ time: Int64?, _ number: Int, _ offset: Int) {
        let (earliest, latest) = (time ?? .min, time ?? .max)
        run.earliest = min(run.earliest, earliest)
        run.latest = max(run.latest, latest)
        guard number % RunMap.group > 0, let last = map.entries.last else {
            return map.append(.init(offset: offset, earliest: earliest, latest: latest))
        }
        map.replaceLast(
            by: .init(offset: last.offset, earliest: min(last.earliest, earliest), latest: max(last.latest, latest)))
    }

    func isStored(as id: Int64) { run.id = id }

    /// The map, and all buckets that hold something, as they are stored.
    func encoded() -> (map: [UInt8], buckets: [(number: UInt8, bytes: [UInt8])]) {
        let sorted = table.sorted()
        let counts = occurrences.counts
        // Each key's records come to lie together, in the order of the keys.
        var starts = [Int](repeating: 0, count: counts.count)
        var at = 0
        for (_, slot) in sorted {
            starts[Int(slot)] = at
            at += Int(counts[Int(slot)])
        }
        var grouped = [UInt16](repeating: 0, count: occurrences.list.count)
        var next = starts
        for occurrence in occurrences.list {
            let slot = Int(occurrence >> 16)
            grouped[next[slot]] = UInt16(truncatingIfNeeded: occurrence)
            next[slot] += 1
        }
        let buckets = grouped.withUnsafeBufferPointer { grouped in
            var buckets: [(UInt8, [UInt8])] = []
            var entries: [Bucket.Entry] = []
            for (index, (hash, slot)) in sorted.enumerated() {
                entries.append(
                    Bucket.Entry(tag: hash & 0xFF_FFFF, start: starts[Int(slot)], count: Int(counts[Int(slot)])))
                let isLast = index + 1 == sorted.count || sorted[index + 1].hash >> 24 != hash >> 24
                guard isLast else { continue }
                let number = UInt8(hash >> 24)
                let place = run.place(ofBucket: number)
                buckets.append((number, Bucket.encode(entries, of: grouped, all: run.count, at: place)))
                entries.removeAll(keepingCapacity: true)
            }
            return buckets
        }
        return (map.encoded(at: run.first), buckets)
    }
}

/// Which key occurred in which record, in the order of the records.
struct Occurrences {
    /// Slot and record of each, packed: 48 bits and 16.
    private(set) var list: [UInt64] = []
    /// By slot: in how many records.
    private(set) var counts: [UInt32] = []
    /// By slot: in which last, and one more.
    private var lasts: [UInt32] = []

    init() { list.reserveCapacity(1 << 19) }

    mutating func note(_ scanner: KeyScanner, _ table: KeyTable, _ number: UInt16) {
        for index in 0..<scanner.count {
            let slot = table.slot(of: scanner[index])
            if slot == counts.count {
                counts.append(0)
                lasts.append(0)
            }
            // One record names a key once, however many of its fields do.
            guard lasts[slot] != UInt32(number) + 1 else { continue }
            lasts[slot] = UInt32(number) + 1
            counts[slot] += 1
            list.append(UInt64(slot) << 16 | UInt64(number))
        }
    }
}

/// Numbers keys as they come: open addressing over their hashes. Sole owner of its memory; twice as large as what it holds, at least.
final class KeyTable {
    /// Hash and slot of each place; a hash of 0 is a free one.
    private var places: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var count = 0

    init() {
        mask = (1 << 13) - 1
        places = .allocate(capacity: mask + 1)
        places.initialize(repeating: 0, count: mask + 1)
    }

    deinit { places.deallocate() }

    @inline(__always)
    func slot(of hash: UInt32) -> Int {
        let (places, mask) = (places, mask)
        var at = Int(hash) & mask
        while true {
            let here = places[at]
            if UInt32(truncatingIfNeeded: here >> 32) == hash { return Int(here & 0xFFFF_FFFF) }
            if here == 0 { return insert(hash, at) }
            at = (at + 1) & mask
        }
    }

    @inline(never)
    private func insert(_ hash: UInt32, _ at: Int) -> Int {
        let slot = count
        count += 1
        places[at] = UInt64(hash) << 32 | UInt64(slot)
        if count * 2 > mask { grow() }
        return slot
    }

    private func grow() {
        let (old, size) = (places, mask + 1)
        mask = size * 2 - 1
        places = .allocate(capacity: mask + 1)
        places.initialize(repeating: 0, count: mask + 1)
        for index in 0..<size where old[index] != 0 {
            var at = Int(old[index] >> 32) & mask
            while places[at] != 0 { at = (at + 1) & mask }
            places[at] = old[index]
        }
        old.deallocate()
    }

    /// All keys with their slots, by hash: sorted a byte at a time from the lowest.
    func sorted() -> [(hash: UInt32, slot: UInt32)] {
        var packed = (0...mask).compactMap { places[$0] == 0 ? nil : places[$0] }
        var other = packed
        for shift in stride(from: UInt64(32), to: 64, by: 8) {
            var ends = [Int](repeating: 0, count: 257)
            for word in packed { ends[Int(word >> shift & 0xFF) + 1] += 1 }
            for byte in 1..<257 { ends[byte] += ends[byte - 1] }
            for word in packed {
                let byte = Int(word >> shift & 0xFF)
                other[ends[byte]] = word
                ends[byte] += 1
            }
            swap(&packed, &other)
        }
        return packed.map { (UInt32(truncatingIfNeeded: $0 >> 32), UInt32(truncatingIfNeeded: $0)) }
    }
}
