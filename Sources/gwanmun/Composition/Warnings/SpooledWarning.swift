import FoundationEssentials
import GatewayAccess
import GatewayIdentity

/// A warning as the spool keeps it: what machines are told of it, and where this copy goes.
struct SpooledWarning: Codable, Sendable {
    private let envelope: WarningEnvelope
    /// In place of the recipient's contact.
    private let address: String?

    private enum CodingKeys: String, CodingKey { case address }

    init(_ warning: SecurityWarning) {
        envelope = WarningEnvelope(warning)
        address = warning.address?.text
    }

    init(from decoder: any Decoder) throws {
        envelope = try WarningEnvelope(from: decoder)
        address = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .address)
    }

    /// The envelope's members and this one beside each other.
    func encode(to encoder: any Encoder) throws {
        try envelope.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(address, forKey: .address)
    }

    /// The bytes that are kept.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    static func decode(_ bytes: [UInt8]) throws -> SpooledWarning {
        try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// What was put in; `nil` where a word is none of ours, or the address none: nobody else gets it then.
    var warning: SecurityWarning? {
        guard var warning = envelope.warning else { return nil }
        guard let address else { return warning }
        guard let address = MailAddress(address) else { return nil }
        warning.address = address
        return warning
    }
}
