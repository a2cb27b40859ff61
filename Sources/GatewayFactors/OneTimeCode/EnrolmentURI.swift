internal import GatewayCrypto
internal import GatewayIdentity

/// `otpauth://totp/ISSUER:ACCOUNT?...`, the Key URI Format that authenticator apps share.
struct EnrolmentURI {
    let text: String

    init(issuer: String, account: AccountName, secret: String, parameters: TOTPParameters) {
        let issuer = Self.escaped(issuer)
        text =
            "otpauth://totp/\(issuer):\(Self.escaped(account.text))?secret=\(secret)&issuer=\(issuer)"
            + "&algorithm=\(parameters.algorithm.rawValue)&digits=\(parameters.digits.rawValue)"
            + "&period=\(parameters.period.rawValue)"
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986 section 2.3, so a colon in an issuer cannot end it.
    private static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result += Hex.encode([byte]).uppercased().utf8
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
