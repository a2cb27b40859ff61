internal import GatewayCrypto
internal import GatewayIdentity
public import GatewayWebAuthn

/// A security key with its browser, in software: one credential on P-256, `none` attestation. It does everything right, but for what a test sets otherwise.
public struct SoftwareKey: Sendable {
    public static let party = RelyingParty(id: "gate.example", origins: ["https://gate.example"])

    private let key: P256SigningKey
    public let credentialID: [UInt8]

    public var origin = "https://gate.example"
    public var relyingParty = "gate.example"
    /// UP and UV (WebAuthn Level 2 section 6.1).
    public var flags: UInt8 = 0x05
    public var count: UInt32 = 1

    public init(_ byte: UInt8 = 1) throws {
        key = try P256SigningKey.generate()
        credentialID = [UInt8](repeating: byte, count: 32)
    }

    public static let userVerified: UInt8 = 0x04
    public static let backupEligible: UInt8 = 0x08

    /// The same key with another count.
    public func counting(_ count: UInt32) -> SoftwareKey {
        var key = self
        key.count = count
        return key
    }

    public func registration(for options: CreationOptions) -> PresentedRegistration {
        let data = head(flags | 0x40) + [UInt8](repeating: 0, count: 16) + [0, 32] + credentialID + coseKey
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let object =
            [0xA3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67] + Array("attStmt".utf8)
            + [0xA0, 0x68] + Array("authData".utf8) + [0x58, UInt8(data.count)] + data
        return PresentedRegistration(
            response: RegistrationResponse(
                clientDataJSON: clientData("webauthn.create", options.challenge), attestationObject: object),
            transports: [.usb])
    }

    public func assertion(for options: RequestOptions) throws -> AssertionResponse {
        try assertion(challenge: options.challenge)
    }

    public func assertion(challenge: [UInt8]) throws -> AssertionResponse {
        let data = head(flags)
        let clientData = clientData("webauthn.get", challenge)
        let signature = try key.signature(over: data + SHA256.digest(of: clientData).bytes)
        return AssertionResponse(
            credentialID: credentialID, clientDataJSON: clientData, authenticatorData: data,
            signature: Self.der(signature), userHandle: nil)
    }

    private func clientData(_ type: String, _ challenge: [UInt8]) -> [UInt8] {
        Array(#"{"type":"\#(type)","challenge":"\#(Base64URL.encode(challenge))","origin":"\#(origin)"}"#.utf8)
    }

    private func head(_ flags: UInt8) -> [UInt8] {
        SHA256.digest(of: Array(relyingParty.utf8)).bytes + [flags]
            + withUnsafeBytes(of: count.bigEndian) { Array($0) }
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 section 7.1.1).
    private var coseKey: [UInt8] {
        [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + key.publicKey.x
            + [0x22, 0x58, 0x20] + key.publicKey.y
    }

    /// `r || s` as RFC 3279 section 2.2.3 has it.
    private static func der(_ raw: [UInt8]) -> [UInt8] {
        let numbers = [raw.prefix(32), raw.suffix(32)].map { half -> [UInt8] in
            let digits = Array(half.drop { $0 == 0 })
            let padding: [UInt8] = (digits.first ?? 0) & 0x80 != 0 ? [0] : []
            return [2, UInt8(digits.count + padding.count)] + padding + digits
        }
        let body = numbers.flatMap { $0 }
        return [0x30, UInt8(body.count)] + body
    }
}
