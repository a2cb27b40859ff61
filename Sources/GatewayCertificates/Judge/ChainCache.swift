internal import COpenSSL
public import GatewayIdentity
internal import Synchronization

/// Chains that one judge accepted a moment ago, so that a person's next connections do not pay for their verification again.
///
/// Only acceptances are kept: what strangers present takes no room. One is forgotten when it ends, and when the clock steps back behind
/// it; all are with their judge, for a new generation of trust comes with a new judge and so with a new cache.
public final class ChainCache: Sendable {
    private struct Pages {
        var recent: [SHA256Digest: VerifiedCertificate] = [:]
        var older: [SHA256Digest: VerifiedCertificate] = [:]
    }

    public let judge: CertificateJudge
    private let pages = Mutex(Pages())
    private let pageSize: Int

    /// - Parameter capacity: chains kept at most; those not asked for longest go first.
    public init(judge: CertificateJudge, capacity: Int = 8192) {
        self.judge = judge
        pageSize = max(1, capacity / 2)
    }

    /// What the judge says of the chain, from memory if it accepted it before and that still stands.
    public func verdict(on chain: [[UInt8]], at time: UnixTime) -> CertificateVerdict {
        guard !chain.isEmpty, let key = Self.key(of: chain) else { return judge.judge(chain: chain, at: time) }
        if let known = look(up: key, at: time) { return .accepted(known) }
        let verdict = judge.judge(chain: chain, at: time)
        switch verdict {
        case .accepted(let verified): keep(verified, as: key)
        case .refused: break
        }
        return verdict
    }

    /// Chains that are kept now.
    var count: Int { pages.withLock { $0.recent.count + $0.older.count } }

    private func look(up key: SHA256Digest, at time: UnixTime) -> VerifiedCertificate? {
        pages.withLock { pages in
            if let known = pages.recent[key] { return known.holds(at: time) ? known : nil }
            guard let known = pages.older[key], known.holds(at: time) else { return nil }
            insert(known, as: key, into: &pages)
            return known
        }
    }

    private func keep(_ verified: VerifiedCertificate, as key: SHA256Digest) {
        pages.withLock { insert(verified, as: key, into: &$0) }
    }

    private func insert(_ verified: VerifiedCertificate, as key: SHA256Digest, into pages: inout Pages) {
        if pages.recent.count >= pageSize {
            pages.older = pages.recent
            pages.recent = [:]
        }
        pages.recent[key] = verified
    }

    /// SHA-256 over each certificate behind its length, so that no two chains have the same bytes.
    private static func key(of chain: [[UInt8]]) -> SHA256Digest? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
        for certificate in chain {
            let length = withUnsafeBytes(of: UInt64(certificate.count).bigEndian) { Array($0) }
            guard EVP_DigestUpdate(context, length, length.count) == 1,
                EVP_DigestUpdate(context, certificate, certificate.count) == 1
            else { return nil }
        }
        var output = [UInt8](repeating: 0, count: 32)
        guard EVP_DigestFinal_ex(context, &output, nil) == 1 else { return nil }
        return SHA256Digest(bytes: output)
    }
}

extension VerifiedCertificate {
    /// Whether the acceptance still stands. Against a clock that has stepped back it does not: nobody judged then.
    public func holds(at time: UnixTime) -> Bool { judgedAt <= time && time < validUntil }
}
