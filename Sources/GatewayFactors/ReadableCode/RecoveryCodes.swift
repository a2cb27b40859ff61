public import GatewayCrypto

/// The sheet of single-use codes given out when a second factor is confirmed; a new sheet voids the one before.
public enum RecoveryCodes {
    public static let count = 10

    public static func make(random: RandomBytes) throws(CryptoFailure) -> [ReadableCode] {
        var codes: [ReadableCode] = []
        for _ in 0..<count { codes.append(try ReadableCode.make(random: random)) }
        return codes
    }
}
