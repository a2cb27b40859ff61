internal import GatewayFIDO2

/// `attStmt` of an attestation object, not yet verified.
struct AttestationStatement {
    let entries: [CBOR.Entry]

    /// Which libfido2 never reads more of than the first.
    private static let certificateLimit = 8

    /// `alg`, whatever it is.
    var algorithm: Int64? { self["alg"]?.integer }

    /// `x5c`, the attestation certificate first. Empty when the member is not there.
    func certificates() throws(WebAuthnRefusal) -> [[UInt8]] {
        guard let member = self["x5c"] else { return [] }
        guard let items = member.array, (1...Self.certificateLimit).contains(items.count) else {
            throw .attestationMalformed
        }
        var certificates: [[UInt8]] = []
        for item in items {
            guard let der = item.bytes else { throw .attestationMalformed }
            certificates.append(der)
        }
        return certificates
    }

    private subscript(_ name: String) -> CBOR? { entries.first { $0.key == .text(name) }?.value }
}
