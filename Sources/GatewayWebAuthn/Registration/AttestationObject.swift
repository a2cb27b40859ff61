internal import GatewayFIDO2

/// What a new credential comes with (WebAuthn Level 2 section 6.5.4): `{"fmt": text, "attStmt": map, "authData": bytes}`.
struct AttestationObject {
    let format: String
    let statement: AttestationStatement
    let authenticatorData: [UInt8]

    /// In bytes: those of TPMs have about 5 KiB.
    static let sizeLimit = 65536

    init(_ encoded: [UInt8]) throws(WebAuthnRefusal) {
        guard encoded.count <= Self.sizeLimit else { throw .attestationObjectMalformed }
        var members: [String: CBOR] = [:]
        for entry in try Self.entries(encoded) {
            guard let name = entry.key.text else { throw .attestationObjectMalformed }
            members[name] = entry.value
        }
        guard members.count == 3, let format = members["fmt"]?.text,
            let authenticatorData = members["authData"]?.bytes, let statement = members["attStmt"]?.entries
        else { throw .attestationObjectMalformed }
        self.format = format
        self.authenticatorData = authenticatorData
        self.statement = AttestationStatement(entries: statement)
    }

    private static func entries(_ encoded: [UInt8]) throws(WebAuthnRefusal) -> [CBOR.Entry] {
        let item: CBOR
        do throws(CBORProblem) {
            item = try CBORReader.item(in: encoded)
        } catch {
            throw .attestationObjectMalformed
        }
        guard let entries = item.entries else { throw .attestationObjectMalformed }
        return entries
    }
}
