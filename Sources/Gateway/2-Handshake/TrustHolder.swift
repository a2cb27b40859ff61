public import GatewayCertificates
internal import GatewayIdentity
internal import Synchronization

/// Whom the gate trusts, at one moment: judge and verdict cache of one generation of anchors and CRLs. A reload publishes the next one whole.
public final class TrustHolder: Sendable {
    private let current: Mutex<Generation>

    private struct Generation {
        var judge: CertificateJudge
        var cache: ChainCache
    }

    public init(judge: CertificateJudge) {
        current = Mutex(Generation(judge: judge, cache: ChainCache(judge: judge)))
    }

    /// From now on every handshake and every re-check asks `judge`. What the old one said is forgotten with it.
    public func adopt(_ judge: CertificateJudge) {
        current.withLock { $0 = Generation(judge: judge, cache: ChainCache(judge: judge)) }
    }

    public var judge: CertificateJudge { current.withLock { $0.judge } }

    /// Judges what a client presented: DER, leaf first; empty = nothing.
    func verdict(on chain: [[UInt8]], at now: UnixTime) -> CertificateVerdict {
        let cache = current.withLock { $0.cache }
        return cache.verdict(on: chain, at: now)
    }
}
