/// An IPv4 or IPv6 address. IPv4 is held in its IPv4-mapped form (RFC 4291 § 2.5.5.2), so that `::ffff:10.0.0.1` and `10.0.0.1` are one address.
public struct NetworkAddress: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public init(v4 value: UInt32) { self.init(high: 0, low: 0x0000_ffff_0000_0000 | UInt64(value)) }

    public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// Dotted quad or RFC 4291 § 2.2 text; no zone, no port, no leading zeros in a dotted quad (some parsers read them as octal).
    public init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let value = Self.v6(text) else { return nil }
            self = value
        } else {
            guard let value = Self.v4(text) else { return nil }
            self.init(v4: value)
        }
    }

    private static func v4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                part.utf8.count == 1 || part.utf8.first != 0x30, let octet = UInt8(part)
            else { return nil }
            value = value << 8 | UInt32(octet)
        }
        return value
    }

    private static func v6(_ text: String) -> NetworkAddress? {
        func groups(_ part: some StringProtocol) -> [UInt16]? {
            if part.isEmpty { return [] }
            var result: [UInt16] = []
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if piece.utf8.contains(UInt8(ascii: ".")) {
                    guard index == pieces.count - 1, let quad = v4(piece) else { return nil }
                    result.append(UInt16(quad >> 16))
                    result.append(UInt16(quad & 0xffff))
                } else {
                    guard (1...4).contains(piece.utf8.count), !piece.hasPrefix("+"),
                        let group = UInt16(piece, radix: 16)
                    else { return nil }
                    result.append(group)
                }
            }
            return result
        }
        let all: [UInt16]
        if let gap = text.firstRange(of: "::") {
            let before = text[..<gap.lowerBound]
            let after = text[gap.upperBound...]
            guard after.firstRange(of: "::") == nil, let left = groups(before), !before.contains("."),
                let right = groups(after), left.count + right.count <= 7
            else { return nil }
            all = left + Array(repeating: 0, count: 8 - left.count - right.count) + right
        } else {
            guard let whole = groups(text), whole.count == 8 else { return nil }
            all = whole
        }
        let words = all.map(UInt64.init)
        return .init(
            high: words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
            low: words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7])
    }

    public var isLoopback: Bool { isIPv4 ? (low >> 24) & 0xff == 127 : high == 0 && low == 1 }
    /// 169.254.0.0/16 and fe80::/10: link-local, where clouds keep their metadata services.
    public var isLinkLocal: Bool { isIPv4 ? (low >> 16) & 0xffff == 0xa9fe : high >> 54 == 0x3fa }

    /// What throttles count: an IPv4 address, or the /64 of an IPv6 address, because a /64 is what one subscriber gets.
    public var throttleKey: NetworkAddress { isIPv4 ? self : .init(high: high, low: 0) }
}

extension NetworkAddress: CustomStringConvertible {
    /// RFC 5952 text.
    public var description: String {
        if isIPv4 { return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)" }
        let groups = [high >> 48, high >> 32, high >> 16, high, low >> 48, low >> 32, low >> 16, low].map {
            UInt16(truncatingIfNeeded: $0)
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(1, best.count) { best = start..<end }
            start = max(end, start + 1)
        }
        func joined(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        return best.isEmpty
            ? joined(groups[...]) : joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
    }
}

extension NetworkAddress {
    /// For those who look on (compliance profile nct-2025-04, 2.8; ISMS-P 2.6.3): `203.0.*.*`, `2001:db8:*`. All but the first 16 bits of an IPv4 address,
    /// all but the first 32, the provider's part, of an IPv6 address.
    public var masked: String {
        if isIPv4 { return "\(low >> 24 & 255).\(low >> 16 & 255).*.*" }
        return "\(String(high >> 48, radix: 16)):\(String(high >> 32 & 0xffff, radix: 16)):*"
    }
}

/// A network in prefix notation. Host bits must be zero, so that `10.20.0.1/16` is caught as the mistake it usually is.
public struct CIDRBlock: Hashable, Sendable {
    public let base: NetworkAddress
    /// Bits of the 128-bit form: an IPv4 `/16` is 112 here.
    private let bits: Int
    private let text: String

    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = NetworkAddress(String(parts[0])) else { return nil }
        let width = base.isIPv4 ? 32 : 128
        var prefix = width
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let given = Int(parts[1]), given <= width
            else { return nil }
            prefix = given
        }
        self.base = base
        self.bits = prefix + 128 - width
        self.text = text
        let mask = Self.mask(bits)
        guard base.high & mask.0 == base.high, base.low & mask.1 == base.low else { return nil }
    }

    /// As written behind the slash: 0 to 32, or to 128.
    public var prefixLength: Int { base.isIPv4 ? bits - 96 : bits }

    /// A prefix of full length.
    public var isOneAddress: Bool { bits == 128 }

    public func contains(_ address: NetworkAddress) -> Bool {
        let mask = Self.mask(bits)
        return address.high & mask.0 == base.high && address.low & mask.1 == base.low && (address.isIPv4 == base.isIPv4)
    }

    /// One of them lies within the other: networks never overlap in part.
    public func overlaps(_ other: CIDRBlock) -> Bool { contains(other.base) || other.contains(base) }

    /// All of IPv4, or all of IPv6.
    public var isEverything: Bool { bits == (base.isIPv4 ? 96 : 0) }

    private static func mask(_ bits: Int) -> (UInt64, UInt64) {
        (bits >= 64 ? .max : bits == 0 ? 0 : .max << UInt64(64 - bits), bits <= 64 ? 0 : .max << UInt64(128 - bits))
    }
}

extension CIDRBlock: CustomStringConvertible {
    public var description: String { text }
}
