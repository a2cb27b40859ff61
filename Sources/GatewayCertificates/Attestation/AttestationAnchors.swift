internal import COpenSSL
public import GatewayIdentity

/// The roots under which makers of authenticators attest their devices: who signed an attestation certificate.
///
/// Revocation is not asked for: makers publish no lists, and FIDO's metadata service, which tells of broken models, is a matter of `ModelRules`.
public struct AttestationAnchors: Sendable {
    /// What the statement format asks of the certificate.
    public enum Format: Sendable {
        /// WebAuthn Level 2 section 8.2.1.
        case packed
        /// WebAuthn Level 2 section 8.3.1.
        case tpm
        /// WebAuthn Level 2 section 8.6, which asks nothing but the key on P-256.
        case fidoU2F
    }

    /// Why the roots are no roots.
    public struct Problem: Error, Hashable, CustomStringConvertible {
        public let description: String
    }

    public enum Verdict: Hashable, Sendable {
        case trusted
        /// For the operator's log.
        case refused(String)
    }

    private let anchors: [Certificate]
    private let store: TrustStore

    /// - Parameter roots: DER. A certificate may also be the attestation certificate itself (WebAuthn Level 2 section 7.1 step 21).
    public init(_ roots: [[UInt8]]) throws(Problem) {
        do throws(OpenSSLFailure) {
            var anchors: [Certificate] = []
            for root in roots { anchors.append(try Certificate(der: root)) }
            self.anchors = anchors
            store = try TrustStore(anchors: anchors, intermediates: [], lists: [], profile: .pkix)
        } catch {
            throw Problem(description: error.description)
        }
    }

    /// - Parameters:
    ///   - chain: DER, the attestation certificate first.
    ///   - model: the 16 bytes that an AAGUID in the certificate must be.
    ///   - time: when every certificate must be valid.
    public func verdict(on chain: [[UInt8]], format: Format, model: [UInt8], at time: UnixTime) -> Verdict {
        do throws(OpenSSLFailure) {
            guard let first = chain.first else { return .refused("no certificate") }
            let leaf = try Certificate(der: first)
            if let fault = AttestationCertificate(leaf).fault(format: format, model: model) {
                return .refused(fault)
            }
            if try isAnchor(leaf) { return .trusted }
            var others: [Certificate] = []
            for der in chain.dropFirst() { others.append(try Certificate(der: der)) }
            switch try store.check(leaf, through: others, demands: [.time], at: time) {
            case .valid: return .trusted
            case .invalid(let fault): return .refused(fault.text)
            }
        } catch {
            return .refused(error.description)
        }
    }

    private func isAnchor(_ leaf: Certificate) throws(OpenSSLFailure) -> Bool {
        let fingerprint = try leaf.fingerprint()
        for anchor in anchors where try anchor.fingerprint() == fingerprint { return true }
        return false
    }
}
