/// Whether the store answers, for health.
public protocol StoreProbe: Sendable {
    /// Reads something small from where everything lies.
    ///
    /// - Throws: when the store cannot be asked.
    func probe() async throws(StoreError)
}
