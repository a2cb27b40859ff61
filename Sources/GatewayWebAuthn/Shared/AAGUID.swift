internal import GatewayIdentity

/// The model of an authenticator, as its maker numbers it: 16 bytes, written as a UUID. All zero where the authenticator does not tell.
public struct AAGUID: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// `nil` unless there are 16.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `cb69481e-8ff7-4039-93ec-0a2729a154a8`, either case.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12], let bytes = Hex.decode(parts.joined()) else { return nil }
        self.init(bytes: bytes)
    }

    public static let unknown = AAGUID(zeros: 16)

    private init(zeros count: Int) { bytes = Array(repeating: 0, count: count) }

    public var description: String {
        [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.encode(bytes[$0]) }.joined(separator: "-")
    }
}
