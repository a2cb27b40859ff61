internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayJSON

/// What the browser says of a ceremony (`CollectedClientData`, WebAuthn Level 2 section 5.8.1).
struct ClientData: Hashable {
    let type: String
    let challenge: String
    let origin: String
    let isCrossOrigin: Bool
    let topOrigin: String?
    let usesTokenBinding: Bool

    /// In bytes: a browser's is a few hundred.
    static let sizeLimit = 8192

    /// Unknown members are skipped: section 5.8.1.1 keeps room for them. A member that stands twice makes the whole unreadable.
    init(_ json: [UInt8]) throws(WebAuthnRefusal) {
        guard json.count <= Self.sizeLimit, let members = JSON(Self.withoutByteOrderMark(json))?.members else {
            throw .clientDataMalformed
        }
        var known: [String: JSON] = [:]
        for member in members {
            guard known.updateValue(member.value, forKey: member.name) == nil else { throw .clientDataMalformed }
        }
        guard let type = known["type"]?.string, let challenge = known["challenge"]?.string,
            let origin = known["origin"]?.string
        else { throw .clientDataMalformed }
        self.type = type
        self.challenge = challenge
        self.origin = origin
        isCrossOrigin = try Self.optional(known["crossOrigin"]) { $0.bool } ?? false
        topOrigin = try Self.optional(known["topOrigin"]) { $0.string }
        let binding = try Self.optional(known["tokenBinding"]) { $0.members }
        usesTokenBinding = binding.map { !$0.contains(.init(name: "status", value: .string("supported"))) } ?? false
    }

    /// WebAuthn Level 2 section 7.1 steps 7 to 10, section 7.2 steps 11 to 14. `crossOrigin` and `topOrigin` are refused as Level 3 has them: no page
    /// of the gateway lets itself be framed.
    func check(_ ceremony: Ceremony, challenge expected: [UInt8], of party: RelyingParty) throws(WebAuthnRefusal) {
        guard type == ceremony.rawValue else { throw .ceremonyMismatch }
        guard ConstantTime.equal(Array(challenge.utf8), Array(Base64URL.encode(expected).utf8)) else {
            throw .challengeMismatch
        }
        guard party.origins.contains(origin) else { throw .originNotAllowed }
        guard !isCrossOrigin, topOrigin == nil else { throw .crossOrigin }
        guard !usesTokenBinding else { throw .tokenBinding }
    }

    /// What stands under `challenge`, unverified. `nil` where nothing can be read.
    static func challenge(in json: [UInt8]) -> [UInt8]? {
        do throws(WebAuthnRefusal) {
            return Base64URL.decode(try ClientData(json).challenge.utf8)
        } catch {
            return nil
        }
    }

    private static func optional<Value>(
        _ value: JSON?, _ read: (JSON) -> Value?
    ) throws(WebAuthnRefusal) -> Value? {
        guard let value else { return nil }
        guard let read = read(value) else { throw .clientDataMalformed }
        return read
    }

    /// Section 7.1 step 5: "any leading byte order mark (BOM) MUST be stripped".
    private static func withoutByteOrderMark(_ text: [UInt8]) -> [UInt8] {
        text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }
}
