internal import GatewayAccess
internal import GatewayCertificates
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayTLS

/// A client whose certificate is good and belongs to an account, both as of the last look.
///
/// A class, because every request hands it from stage to stage: one count instead of a copy of a dozen strings.
final class VerifiedClient: Sendable {
    let account: Account
    let certificate: ClientCertificate
    let evidence: CertificateEvidence

    init(account: Account, certificate: ClientCertificate, evidence: CertificateEvidence) {
        self.account = account
        self.certificate = certificate
        self.evidence = evidence
    }
}

/// What became of the certificate of a connection.
enum ClientStanding {
    case none
    /// Shown and refused; `nil` when it could not be read.
    indirect case problem(Reason, ClientCertificate?)
    /// Good, and nobody's.
    indirect case unbound(ClientCertificate)
    /// Good, and its owner may not come in.
    indirect case refused(Reason, ClientCertificate, Account?)
    case verified(VerifiedClient)

    /// No account stands behind it.
    var isStranger: Bool {
        switch self {
        case .none, .problem, .unbound, .refused(_, _, nil): true
        case .refused(_, _, _?), .verified: false
        }
    }

    var certificate: ClientCertificate? {
        switch self {
        case .none: nil
        case .problem(_, let certificate): certificate
        case .unbound(let certificate), .refused(_, let certificate, _): certificate
        case .verified(let client): client.certificate
        }
    }

    var refusal: Reason? {
        switch self {
        case .none: .noClientCertificate
        case .problem(let reason, _), .refused(let reason, _, _): reason
        case .unbound: .certificateNotBound
        case .verified: nil
        }
    }
}

/// The other end of one connection: what the handshake proved, and what that means now.
///
/// What a certificate is worth changes while a connection lives: it expires, is revoked, is unbound, its owner is locked. So the standing is asked
/// for on every request, and worked out anew whenever the epoch moved or its time ran out.
final class Peer {
    let source: NetworkAddress
    /// SNI, lower case.
    let serverName: String?
    let agreement: TLSAgreement
    /// When the handshake ended, and with it the proof of the key.
    let arrivedAt: UnixTime
    /// As of the last look, for what is not decided by it.
    private(set) var standing = ClientStanding.none
    private var judgedEpoch: UInt64?
    private var validUntil = UnixTime(milliseconds: .min)
    private var judgedAt = UnixTime(milliseconds: .max)

    init(source: NetworkAddress, agreement: TLSAgreement, at now: UnixTime) {
        self.source = source
        arrivedAt = now
        self.agreement = agreement
        serverName = agreement.serverName
    }

    /// - Returns: the standing, and whether it was worked out anew, so that whoever keeps conclusions from it throws them away.
    func standing(_ node: GateNode, at now: UnixTime) -> (ClientStanding, isNew: Bool) {
        let epoch = node.access.epoch
        // A clock set back makes every conclusion about time void, too.
        if judgedEpoch == epoch, judgedAt <= now, now < validUntil { return (standing, isNew: false) }
        standing = judge(node, at: now)
        judgedEpoch = epoch
        judgedAt = now
        return (standing, isNew: true)
    }

    /// The certificate, if it is good and the node does not know yet whose it is, because people are still being read.
    func certificateToLookUp(_ node: GateNode, at now: UnixTime) -> ClientCertificate? {
        guard !node.access.knowsEverybody, !agreement.peerChain.isEmpty else { return nil }
        switch node.trust.verdict(on: agreement.peerChain, at: now) {
        case .refused: return nil
        case .accepted(let verified): return verified.certificate
        }
    }

    private func judge(_ node: GateNode, at now: UnixTime) -> ClientStanding {
        validUntil = .distantFuture
        // Whatever they show. A lock that ends by itself moves the epoch.
        guard !node.access.isLocked(source) else { return .problem(.sourceLocked, nil) }
        guard !agreement.peerChain.isEmpty else { return .none }
        switch node.trust.verdict(on: agreement.peerChain, at: now) {
        case .refused(let reason, let certificate):
            // Refused for now: time may pass a notBefore, so look again soon.
            validUntil = now + .seconds(1)
            return .problem(reason, certificate)
        case .accepted(let verified):
            validUntil = verified.validUntil
            switch node.access.holder(of: verified.certificate, from: source) {
            case .unbound: return .unbound(verified.certificate)
            case .refused(let account, let reason):
                // The store did not say whose it is; it may be known by another connection, soon.
                if reason == .storeUnavailable { validUntil = min(validUntil, now + .seconds(1)) }
                return .refused(reason, verified.certificate, account)
            case .bound(let account):
                return .verified(
                    VerifiedClient(
                        account: account, certificate: verified.certificate,
                        evidence: .init(provenAt: arrivedAt, revocationKnownAt: verified.revocationKnownAsOf)))
            }
        }
    }
}
