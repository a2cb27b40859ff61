public import GatewayIdentity

/// Hardware tokens by their serial numbers: in the drawer, given out, out of use.
public protocol TokenStockStore: Sendable {
    /// Adds all of them, or none. One that is out of use gives way to a new import of it.
    ///
    /// - Throws: `.conflict(.tokenExists)` when one is in stock or given out.
    func insert(_ tokens: [SeededToken]) async throws(StoreError)

    /// Which of these are in stock or given out: an import of them would fail.
    func knownTokens(among serials: [String]) async throws(StoreError) -> [String]

    func stockToken(_ serial: String) async throws(StoreError) -> StockToken?

    /// The token in the drawer with its seed.
    func seededToken(_ serial: String) async throws(StoreError) -> SeededToken?

    /// In order of serial numbers, so that a caller can page: `after` the last of the page before, `nil` for the first.
    func stockTokens(after: String?, limit: Int) async throws(StoreError) -> [StockToken]

    /// Gives a token out of the drawer to the owner of a pending device, which has its seed from then on: the drawer's is destroyed.
    ///
    /// - Parameter device: its serial number says which token.
    /// - Returns: `false` when the token is not in the drawer (any more).
    /// - Throws: `.conflict(.tooManyDevices)`, `.notFound(.account)`.
    func assignToken(as device: OneTimeCodeDevice, at: UnixTime) async throws(StoreError) -> Bool

    /// Takes a token out of use, in the drawer or given out, and destroys the drawer's seed. Its authenticator is moved by
    /// `AuthenticatorStore`.
    ///
    /// - Returns: `false` when it is out of use already, or unknown.
    func revokeToken(_ serial: String, at: UnixTime) async throws(StoreError) -> Bool

    /// Counts a try to resynchronise, before it is made.
    ///
    /// - Returns: `false` when as many as `limit` were counted since `since`: this one may not be made.
    func countResynchronisation(of id: AuthenticatorID, at: UnixTime, since: UnixTime, limit: Int)
        async throws(StoreError) -> Bool
}
