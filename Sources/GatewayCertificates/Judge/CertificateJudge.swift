public import GatewayIdentity

/// Judges a client's certificate chain against one immutable set of anchors, intermediates, revocation lists and one profile.
///
/// Synchronous and thread-safe; called inside a strict handshake, after an explaining one, and by `gwanmun cert check`.
public final class CertificateJudge: Sendable {
    /// Counts up with every trust that is loaded in this process.
    public let generation: UInt64
    public let profile: CertificateProfile
    private let store: TrustStore

    /// The leaf and the authorities above it; more is not a chain but a burden.
    private static let longestChain = 10

    init(store: TrustStore, profile: CertificateProfile, generation: UInt64) {
        self.store = store
        self.profile = profile
        self.generation = generation
    }

    /// - Parameters:
    ///   - chain: DER certificates as the peer sent them, leaf first; empty when it sent none.
    ///   - time: the wall clock.
    public func judge(chain: [[UInt8]], at time: UnixTime) -> CertificateVerdict {
        examine(chain: chain, at: time).verdict
    }

    /// The same, with words for the operator.
    public func examine(chain: [[UInt8]], at time: UnixTime) -> CertificateExamination {
        guard let leafBytes = chain.first else {
            return .refused(.noClientCertificate, nil, "no certificate was presented")
        }
        let leaf: Certificate
        let identity: ClientCertificate
        do throws(OpenSSLFailure) {
            leaf = try Certificate(der: leafBytes)
            identity = try leaf.clientCertificate()
        } catch {
            return .refused(.certificateUntrustedIssuer, nil, error.description)
        }
        do throws(OpenSSLFailure) {
            guard chain.count <= Self.longestChain else {
                return .refused(
                    .certificateUntrustedIssuer, identity,
                    "\(chain.count) certificates were sent; at most \(Self.longestChain) are read")
            }
            var others: [Certificate] = []
            for der in chain.dropFirst() { others.append(try Certificate(der: der)) }
            return try examine(Candidate(leaf: leaf, others: others, identity: identity), at: time)
        } catch {
            return .refused(.certificateUntrustedIssuer, identity, error.description)
        }
    }
}

extension CertificateJudge {
    private func examine(_ candidate: Candidate, at time: UnixTime) throws(OpenSSLFailure) -> CertificateExamination {
        if let verified = try verified(candidate, asOf: time, at: time) { return .accepted(verified) }
        var refusal = try refusal(of: candidate, at: time)
        if refusal.reason == .revocationUnknown, try store.introduceLists(to: refusal.trustedChain) {
            if let verified = try verified(candidate, asOf: time, at: time) { return .accepted(verified) }
            refusal = try self.refusal(of: candidate, at: time)
        }
        if refusal.isTooEarly, let verified = try verified(candidate, asOf: time + profile.clockSkew, at: time) {
            return .accepted(verified)
        }
        return .refused(refusal.reason, candidate.identity, refusal.detail)
    }

    /// The only way to a `VerifiedCertificate`: one pass of OpenSSL with every demand and no fault, and every rule of our own.
    ///
    /// - Parameters:
    ///   - instant: when the chain and the lists must be valid.
    ///   - time: the wall clock, against which the age of lists counts.
    private func verified(
        _ candidate: Candidate, asOf instant: UnixTime, at time: UnixTime
    ) throws(OpenSSLFailure) -> VerifiedCertificate? {
        guard
            case .valid(let chain, let lists) = try store.check(
                candidate.leaf, through: candidate.others, demands: .all, at: instant),
            firstNonAuthority(in: chain) == nil,
            LeafRules(leaf: candidate.leaf, chain: chain, profile: profile).firstBreach() == nil,
            let knownAsOf = lists.forLeaf.map(\.thisUpdate).min()
        else { return nil }
        var ends = lists.all.map(\.nextUpdate)
        for certificate in chain {
            guard let end = certificate.notAfter else { return nil }
            ends.append(end)
        }
        if let maximumAge = profile.maximumListAge { ends.append(knownAsOf + maximumAge) }
        guard let validUntil = ends.min(), time < validUntil else { return nil }
        return VerifiedCertificate(
            certificate: candidate.identity, validUntil: validUntil, revocationKnownAsOf: knownAsOf, judgedAt: time,
            generation: generation)
    }

    /// Names the first check that fails, in the order of compliance profile 2.5 and not in that of OpenSSL: each pass demands what
    /// the passes before it were content with, and one thing more.
    private func refusal(of candidate: Candidate, at time: UnixTime) throws(OpenSSLFailure) -> Refusal {
        func fault(_ demands: ChainDemands) throws(OpenSSLFailure) -> ChainFault? {
            switch try store.check(candidate.leaf, through: candidate.others, demands: demands, at: time) {
            case .valid: nil
            case .invalid(let fault): fault
            }
        }
        let chain: [Certificate]
        switch try store.check(candidate.leaf, through: candidate.others, demands: [], at: time) {
        case .invalid(let fault): return Refusal(.certificateUntrustedIssuer, fault.text)
        case .valid(let trusted, _): chain = trusted
        }
        if let impostor = firstNonAuthority(in: chain) {
            return Refusal(
                .certificateUntrustedIssuer, "an issuer is not a CA by its basicConstraints (\(impostor.subject))")
        }
        if let fault = try fault(.time) { return Refusal(fault.reasonOfTime, fault.text, isTooEarly: fault.isTooEarly) }
        if let breach = LeafRules(leaf: candidate.leaf, chain: chain, profile: profile).firstBreach() {
            return Refusal(breach.reason, breach.detail)
        }
        if let fault = try fault([.time, .purpose]) { return Refusal(.certificateExtendedKeyUsage, fault.text) }
        if let fault = try fault([.time, .purpose, .policies]) { return Refusal(.certificatePolicy, fault.text) }
        if let fault = try fault(.all) {
            return Refusal(fault.reasonOfRevocation, fault.text, isTooEarly: fault.isTooEarly, trustedChain: chain)
        }
        return Refusal(
            .revocationUnknown, "the revocation list is older than profile '\(profile.name)' allows",
            trustedChain: chain)
    }

    /// OpenSSL also takes certificates without basicConstraints for authorities, by keyUsage or by age.
    private func firstNonAuthority(in chain: [Certificate]) -> Certificate? {
        chain.dropFirst().first { !$0.isAuthority }
    }
}

/// A chain as it was sent.
private struct Candidate {
    let leaf: Certificate
    let others: [Certificate]
    let identity: ClientCertificate
}

private struct Refusal {
    let reason: Reason
    let detail: String
    /// Refused because something begins in the future.
    let isTooEarly: Bool
    /// The chain, once every check before revocation has passed.
    let trustedChain: [Certificate]

    init(_ reason: Reason, _ detail: String, isTooEarly: Bool = false, trustedChain: [Certificate] = []) {
        self.reason = reason
        self.detail = detail
        self.isTooEarly = isTooEarly
        self.trustedChain = trustedChain
    }
}

extension CertificateExamination {
    fileprivate static func accepted(_ verified: VerifiedCertificate) -> Self {
        .init(verdict: .accepted(verified), detail: nil)
    }

    fileprivate static func refused(_ reason: Reason, _ certificate: ClientCertificate?, _ detail: String) -> Self {
        .init(verdict: .refused(reason, certificate), detail: detail)
    }
}
