import GatewayIdentity

@testable import GatewayFIDO2
@testable import GatewayWebAuthn

/// What must hold for the reader of authenticator data whatever the bytes.
package enum AuthenticatorDataProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        do throws(WebAuthnRefusal) {
            let data = try AuthenticatorData(input)
            guard composed(data) == input else { return "its parts are not the whole" }
            return differenceOfKeys(data)
        } catch {
            return error == .authenticatorDataMalformed ? nil : "refused as \(error)"
        }
    }

    private static func composed(_ data: AuthenticatorData) -> [UInt8] {
        var bytes = data.relyingPartyHash.bytes + [data.flags.rawValue]
        bytes += withUnsafeBytes(of: data.signatureCount.bigEndian) { Array($0) }
        if let credential = data.credential {
            bytes += credential.model.bytes + [UInt8(credential.id.count >> 8), UInt8(credential.id.count & 0xFF)]
            bytes += credential.id + credential.encodedKey
        }
        return bytes + (data.extensions.map(CBORWriter.encoding) ?? [])
    }

    /// A key that is taken is taken by libfido2 too, and has the algorithm that it says.
    private static func differenceOfKeys(_ data: AuthenticatorData) -> String? {
        guard let key = data.credential?.coseKey, let publicKey = COSEKey.publicKey(in: key) else { return nil }
        guard publicKey.algorithm == COSEKey.algorithm(of: key) else { return "a key of another algorithm" }
        return publicKey.withNative { _ in true } == true ? nil : "a key that libfido2 does not take"
    }
}
