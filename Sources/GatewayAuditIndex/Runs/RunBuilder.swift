/// Collects the keys of a run's records, and lays them out for the disk. For one owner.
///
/// Records add to flat lists; the work of sorting is done when the run is stored, which is seldom.
final class RunBuilder {
    private(set) var run: Run
    private var map = RunMap()
    private var table = KeyTable()
    /// Which key occurred in which record, in the order of the records.
    private var slots: [UInt32] = []
    private var numbers: [UInt16] = []
    /// By slot: in how many records, and in which last.
    private var counts: [UInt32] = []
    private var lasts: [UInt32] = []
    private var scanner = KeyScanner()

    init(_ run: Run) {
        self.run = run
        slots.reserveCapacity(1 << 19)
        numbers.reserveCapacity(1 << 19)
    }

    deinit { scanner.free() }

    var isFull: Bool { run.count == Run.limit }

    /// The next record's line, without its LF, which begins at `offset`.
    func append(_ line: UnsafeRawBufferPointer, at offset: Int) {
        let number = run.count
        let time = scanner.scan(line)
        note(time, number, offset)
        for index in 0..<scanner.count {
            let slot = Int(table.slot(of: scanner[index]))
            if slot == counts.count {
                counts.append(0)
                lasts.append(.max)
            }
            // One record names a key once, however many of its fields do.
            guard lasts[slot] != UInt32(number) else { continue }
            lasts[slot] = UInt32(number)
            counts[slot] += 1
            slots.append(UInt32(slot))
            numbers.append(UInt16(number))
        }
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
        // Each key's records come to lie together, in the order of the keys.
        var starts = [Int](repeating: 0, count: counts.count)
        var at = 0
        for (_, slot) in sorted {
            starts[Int(slot)] = at
            at += Int(counts[Int(slot)])
        }
        var grouped = [UInt16](repeating: 0, count: numbers.count)
        var next = starts
        for index in slots.indices {
            let slot = Int(slots[index])
            grouped[next[slot]] = numbers[index]
            next[slot] += 1
        }
        var buckets: [(UInt8, [UInt8])] = []
        var entries: [Bucket.Entry] = []
        for (index, (hash, slot)) in sorted.enumerated() {
            let start = starts[Int(slot)]
            entries.append((hash & 0xFF_FFFF, grouped[start..<(start + Int(counts[Int(slot)]))]))
            let isLast = index + 1 == sorted.count || sorted[index + 1].hash >> 24 != hash >> 24
            if isLast {
                buckets.append(
                    (
                        UInt8(hash >> 24),
                        Bucket.encode(entries, of: run.count, at: run.place(ofBucket: UInt8(hash >> 24)))
                    ))
                entries.removeAll(keepingCapacity: true)
            }
        }
        return (map.encoded(at: run.first), buckets)
    }
}

/// Numbers keys as they come: open addressing over their hashes.
struct KeyTable {
    private var hashes: [UInt32]
    private var slots: [UInt32]
    private var count = 0
    private var mask: Int

    init() {
        hashes = Array(repeating: 0, count: 1 << 12)
        slots = Array(repeating: 0, count: 1 << 12)
        mask = hashes.count - 1
    }

    @inline(__always)
    mutating func slot(of hash: UInt32) -> UInt32 {
        var at = Int(hash) & mask
        while true {
            let here = hashes[at]
            if here == hash { return slots[at] }
            if here == 0 { break }
            at = (at + 1) & mask
        }
        if count * 2 >= mask {
            grow()
            return slot(of: hash)
        }
        hashes[at] = hash
        slots[at] = UInt32(count)
        count += 1
        return slots[at]
    }

    private mutating func grow() {
        let (oldHashes, oldSlots) = (hashes, slots)
        hashes = Array(repeating: 0, count: oldHashes.count * 2)
        slots = Array(repeating: 0, count: oldHashes.count * 2)
        mask = hashes.count - 1
        for (hash, slot) in zip(oldHashes, oldSlots) where hash != 0 {
            var at = Int(hash) & mask
            while hashes[at] != 0 { at = (at + 1) & mask }
            hashes[at] = hash
            slots[at] = slot
        }
    }

    /// All keys with their slots, by hash: sorted a byte at a time from the lowest.
    func sorted() -> [(hash: UInt32, slot: UInt32)] {
        var packed: [UInt64] = []
        packed.reserveCapacity(count)
        for index in hashes.indices where hashes[index] != 0 {
            packed.append(UInt64(hashes[index]) << 32 | UInt64(slots[index]))
        }
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
