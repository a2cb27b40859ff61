/// Which records of a run a key occurs in, as it is stored: by differences where they are few, a bit for each record where they are many.
enum Posting {
    /// Appends the records' numbers, which ascend. `all` is how many the run has.
    static func encode(_ numbers: UnsafeBufferPointer<UInt16>, of all: Int, to bytes: inout [UInt8]) {
        if numbers.count * 8 > all {
            var bits = [UInt8](repeating: 0, count: (all + 7) / 8)
            for number in numbers { bits[Int(number) >> 3] |= 1 << (number & 7) }
            bytes.append(1)
            bytes += bits
            return
        }
        bytes.append(0)
        var last = 0
        for number in numbers {
            VarInt.append(Int(number) - last, to: &bytes)
            last = Int(number)
        }
    }

    /// - Returns: `nil` for what `encode` would not have written.
    static func decode(_ bytes: ArraySlice<UInt8>, of all: Int, into numbers: inout [UInt16]) -> Bool {
        guard let form = bytes.first else { return false }
        let rest = bytes.dropFirst()
        switch form {
        case 1:
            guard rest.count == (all + 7) / 8 else { return false }
            for (index, bits) in rest.enumerated() where bits != 0 {
                var left = bits
                while left != 0 {
                    let number = index * 8 + left.trailingZeroBitCount
                    guard number < all else { return false }
                    numbers.append(UInt16(truncatingIfNeeded: number))
                    left &= left - 1
                }
            }
            return true
        case 0:
            var at = rest.startIndex
            var last = 0
            while at < rest.endIndex {
                guard let step = VarInt.read(rest, &at) else { return false }
                last += step
                guard last < all else { return false }
                numbers.append(UInt16(truncatingIfNeeded: last))
            }
            return true
        default: return false
        }
    }
}

/// Unsigned numbers in seven bits a byte, the lowest first (LEB128).
enum VarInt {
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    static func read(_ bytes: ArraySlice<UInt8>, _ at: inout Int) -> Int? {
        var value = 0
        var shift = 0
        while at < bytes.endIndex, shift < 56 {
            let byte = bytes[at]
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
