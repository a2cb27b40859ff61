public import GatewayCrypto
public import GatewayIdentity

/// A secret that a person reads off paper and types once: 80 random bits in Crockford's base 32, as `7ZKQ-03MF-9TXA-C2RW`.
public struct ReadableCode: Sendable {
    /// What a code is good for. A code made for one purpose or one account hashes to nothing known under another.
    public enum Purpose: String, Sendable {
        /// Lets the owner of a bound certificate register a second factor.
        case enrolment
        /// Stands in for a lost second factor.
        case recovery
        /// Brings a login from the browser to a terminal.
        case terminal
        /// Completes an unlock that an administrator ordered.
        case unlock
    }

    /// 80 bits: above the 64 that SP 800-63B section 3.1.2 asks of look-up secrets that are hashed without a salt of their own.
    private static let randomBytes = 10
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// 16 characters of the alphabet.
    private let characters: [UInt8]

    public static func make(random: RandomBytes) throws(CryptoFailure) -> ReadableCode {
        var accumulator: UInt32 = 0
        var bits = 0
        var characters: [UInt8] = []
        for byte in try random(randomBytes) {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                characters.append(alphabet[Int(accumulator >> UInt32(bits) & 31)])
            }
        }
        return ReadableCode(characters: characters)
    }

    /// Reads what a person typed: either case, with or without hyphens and spaces, `O` for `0`, `I` and `L` for `1`.
    public init?(typed text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var characters: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            guard let character = Self.canonical(byte) else { return nil }
            characters.append(character)
        }
        guard characters.count == Self.randomBytes * 8 / 5 else { return nil }
        self.characters = characters
    }

    private init(characters: [UInt8]) { self.characters = characters }

    /// In groups of four, for paper. Shown once.
    public var text: String {
        stride(from: 0, to: characters.count, by: 4)
            .map { String(decoding: characters[$0..<($0 + 4)], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What the store keeps: SHA-256 over purpose, account and code. 80 random bits leave nothing to guess offline.
    public func digest(for purpose: Purpose, of account: AccountName) -> SHA256Digest {
        SHA256.digest(of: Array("gwanmun \(purpose.rawValue) code\0\(account.text)\0".utf8) + characters)
    }

    private static func canonical(_ byte: UInt8) -> UInt8? {
        let upper = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
        switch upper {
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        default: return alphabet.contains(upper) ? upper : nil
        }
    }
}

extension ReadableCode: CustomStringConvertible, CustomReflectable {
    public var description: String { "<readable code>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
