/// Which records of a run may be what is looked for.
enum Candidates {
    case all
    /// Ascending.
    case some([UInt16])

    var isEmpty: Bool {
        switch self {
        case .all: false
        case .some(let numbers): numbers.isEmpty
        }
    }

    /// Keeps those that are also among `numbers`, which ascend.
    mutating func keep(_ numbers: [UInt16]) {
        guard case .some(let mine) = self else {
            self = .some(numbers)
            return
        }
        var kept: [UInt16] = []
        kept.reserveCapacity(min(mine.count, numbers.count))
        var (left, right) = (0, 0)
        while left < mine.count, right < numbers.count {
            let (a, b) = (mine[left], numbers[right])
            if a == b { kept.append(a) }
            if a <= b { left += 1 }
            if b <= a { right += 1 }
        }
        self = .some(kept)
    }

    /// Records that lie together and are read at once.
    struct Group {
        let number: Int
        /// Behind the last that is wanted.
        let end: Int
        /// A bit for each of its records.
        private let bits: UInt32

        init(number: Int, bits: UInt32) {
            self.number = number
            self.bits = bits
            end = number * RunMap.group + 32 - bits.leadingZeroBitCount
        }

        func contains(_ record: Int) -> Bool { bits >> UInt32(record - number * RunMap.group) & 1 == 1 }
    }

    /// The groups that hold some, the newest first.
    func groups(of count: Int) -> Groups { Groups(self, of: count) }

    struct Groups: IteratorProtocol {
        private let numbers: [UInt16]?
        /// How many of them, or of all, are left.
        private var left: Int

        init(_ candidates: Candidates, of count: Int) {
            switch candidates {
            case .all:
                numbers = nil
                left = count
            case .some(let some):
                numbers = some
                left = some.count
            }
        }

        mutating func next() -> Group? {
            guard left > 0 else { return nil }
            guard let numbers else {
                let group = (left - 1) / RunMap.group
                let size = left - group * RunMap.group
                left = group * RunMap.group
                return Group(number: group, bits: size == 32 ? .max : (1 << UInt32(size)) - 1)
            }
            let group = Int(numbers[left - 1]) / RunMap.group
            var bits: UInt32 = 0
            while left > 0, Int(numbers[left - 1]) / RunMap.group == group {
                bits |= 1 << UInt32(Int(numbers[left - 1]) % RunMap.group)
                left -= 1
            }
            return Group(number: group, bits: bits)
        }
    }
}
