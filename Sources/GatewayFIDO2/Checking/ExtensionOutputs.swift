internal import CFIDO2

/// The authenticator extension outputs that libfido2 knows. It demands that a caller names them before it verifies, and the gateway asks for no
/// extension: what browsers and authenticators add by themselves (`credProtect`, `hmac-secret`) is named as it came, and means nothing here.
struct ExtensionOutputs {
    private(set) var mask: Int32 = 0
    private(set) var protection: Int32 = 0
    private(set) var minimumPINLength = 0

    /// - Parameter outputs: the map behind flag ED, `nil` when there is none.
    static func ofRegistration(_ outputs: CBOR?) -> ExtensionOutputs {
        var result = ExtensionOutputs()
        for entry in outputs?.entries ?? [] {
            switch (entry.key.text, entry.value) {
            case ("hmac-secret", .bool(true)): result.mask |= FIDO_EXT_HMAC_SECRET
            case ("credBlob", .bool(true)): result.mask |= FIDO_EXT_CRED_BLOB
            case ("credProtect", .unsigned(let level)): result.protection = Int32(clamping: level)
            case ("minPinLength", .unsigned(let length)): result.minimumPINLength = Int(clamping: length)
            default: continue  // libfido2 skips it too, or refuses it itself
            }
        }
        return result
    }

    static func ofAssertion(_ outputs: CBOR?) -> ExtensionOutputs {
        var result = ExtensionOutputs()
        for entry in outputs?.entries ?? [] {
            switch (entry.key.text, entry.value) {
            case ("hmac-secret", .bytes): result.mask |= FIDO_EXT_HMAC_SECRET
            case ("credBlob", .bytes): result.mask |= FIDO_EXT_CRED_BLOB
            default: continue
            }
        }
        return result
    }
}
