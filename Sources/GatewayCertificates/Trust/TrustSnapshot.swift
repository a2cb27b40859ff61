public import GatewayIdentity
internal import Synchronization

/// Anchors, intermediates and revocation lists as they were at one moment, read whole, and the judge that goes by them.
///
/// A reload makes a new one; when that throws, the one in use stays in use.
public final class TrustSnapshot: Sendable {
    public let judge: CertificateJudge
    /// DER of anchors and intermediates, whose names a server may send as acceptable issuers (RFC 8446 section 4.2.4).
    public let authorities: [[UInt8]]
    let parts: TrustParts

    public var generation: UInt64 { judge.generation }
    public var profile: CertificateProfile { judge.profile }

    private static let generations = Atomic<UInt64>(0)

    private init(parts: TrustParts, profile: CertificateProfile) throws(OpenSSLFailure) {
        self.parts = parts
        let store = try TrustStore(
            anchors: parts.anchors.map(\.certificate), intermediates: parts.intermediates.map(\.certificate),
            lists: parts.usableLists.map(\.list), profile: profile)
        let generation = Self.generations.add(1, ordering: .relaxed).newValue
        judge = CertificateJudge(store: store, profile: profile, generation: generation)
        authorities = (parts.anchors + parts.intermediates).map(\.certificate.der)
    }

    /// Reads every file, and only then makes anything of them. Blocks on disk; not for an event loop.
    ///
    /// - Throws: every file that cannot be used, not just the first.
    public static func load(_ sources: TrustSources, profile: CertificateProfile) throws(TrustProblems) -> TrustSnapshot
    {
        let parts = try TrustParts(reading: sources)
        do throws(OpenSSLFailure) {
            return try TrustSnapshot(parts: parts, profile: profile)
        } catch {
            throw TrustProblems([FileProblem(sources.anchors.first ?? "anchors", error.description)])
        }
    }

    /// What refuses people at that time, or soon will.
    public func alarms(at time: UnixTime) -> [TrustAlarm] {
        parts.alarms(at: time, maximumListAge: profile.maximumListAge)
    }
}

/// Why a trust could not be loaded.
public struct TrustProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    public let problems: [FileProblem]

    init(_ problems: [FileProblem]) { self.problems = problems }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
