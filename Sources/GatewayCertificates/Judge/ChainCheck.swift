internal import COpenSSL
internal import GatewayIdentity

/// What a pass of OpenSSL over a chain asks for, beyond signatures, names, basicConstraints, path length and name constraints, which
/// every pass asks for.
struct ChainDemands: OptionSet {
    let rawValue: Int

    /// Every certificate and list is within its validity.
    static let time = ChainDemands(rawValue: 1)
    /// Every certificate may serve TLS client authentication.
    static let purpose = ChainDemands(rawValue: 2)
    /// Certificate policies, and no critical extension that OpenSSL does not understand.
    static let policies = ChainDemands(rawValue: 4)
    /// Every certificate, the anchor's included, is spoken for by a list and is not on it.
    static let revocation = ChainDemands(rawValue: 8)

    static let all: ChainDemands = [.time, .purpose, .policies, .revocation]

    var flags: UInt {
        var flags: Int32 = 0
        if !contains(.time) { flags |= X509_V_FLAG_NO_CHECK_TIME }
        flags |= contains(.policies) ? X509_V_FLAG_POLICY_CHECK : X509_V_FLAG_IGNORE_CRITICAL
        if contains(.revocation) {
            flags |=
                X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_EXTENDED_CRL_SUPPORT
                | X509_V_FLAG_USE_DELTAS
        }
        return UInt(flags)
    }
}

/// How one pass ended.
enum ChainOutcome {
    /// Leaf first, anchor last, and the revocation lists that spoke for them.
    case valid(chain: [Certificate], lists: UsedLists)
    case invalid(ChainFault)
}

/// The first thing that OpenSSL found wrong.
struct ChainFault {
    let code: Int32  // X509_V_ERR_*
    let certificate: Certificate?

    var text: String {
        let what = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "error \(code)"
        return certificate.map { "\(what) (\($0.subject))" } ?? what
    }

    /// A certificate or a revocation list that begins in the future.
    var isTooEarly: Bool { code == X509_V_ERR_CERT_NOT_YET_VALID || code == X509_V_ERR_CRL_NOT_YET_VALID }

    /// Of a fault that appeared when the time was looked at.
    var reasonOfTime: Reason {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: .certificateExpired
        case X509_V_ERR_CERT_NOT_YET_VALID: .certificateNotYetValid
        default: .certificateUntrustedIssuer
        }
    }

    /// Of a fault that appeared when the revocation lists were looked at. OpenSSL says "revoked" only by a list that it has found
    /// genuine and fresh; every other fault means that nobody knows.
    var reasonOfRevocation: Reason { code == X509_V_ERR_CERT_REVOKED ? .certificateRevoked : .revocationUnknown }
}

/// The revocation lists that spoke in one pass; OpenSSL's callbacks leave word here.
final class UsedLists {
    private(set) var all: [RevocationList] = []
    private(set) var forLeaf: [RevocationList] = []

    func note(_ list: RevocationList, isForLeaf: Bool) {
        all.append(list)
        if isForLeaf { forLeaf.append(list) }
    }
}
