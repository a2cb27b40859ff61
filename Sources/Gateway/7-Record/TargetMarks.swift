internal import GatewayAudit

/// Tells targets apart whose recorded paths are the same, because a query is never recorded and a long path not whole: `/drawing?id=1` from `/drawing?id=2`.
///
/// A query may hold a secret, so a mark must not be a way to find it out: it is made under a key of this process that nobody keeps, and of each certificate
/// differently, so that nobody learns by trying whether they guessed what another asked for. SipHash-1-3 (Aumasson, Bernstein), as `Hasher` has it.
struct TargetMarks: Sendable {
    private let key: (UInt64, UInt64)

    init() {
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    /// - Parameters:
    ///   - query: behind the question mark; `nil`: there is none, or it is not known.
    ///   - who: of the certificate that asks.
    /// - Returns: `nil` where the recorded path says everything.
    func mark(path: UnsafeRawBufferPointer, query: UnsafeRawBufferPointer?, of who: UInt64) -> UInt64? {
        let isCut = path.count > RecordedPath.limit
        guard query?.isEmpty == false || isCut else { return nil }
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(who)
        hasher.combine(path.count)
        if isCut { hasher.combine(bytes: path) }
        if let query { hasher.combine(bytes: query) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
