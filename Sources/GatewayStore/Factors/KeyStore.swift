public import GatewayCrypto

/// Wrapped data keys of the vault.
public protocol KeyStore: Sendable {
    /// Oldest first.
    func dataKeys() async throws(StoreError) -> [WrappedDataKey]

    /// Adds a key only while the store holds none.
    ///
    /// - Returns: `false` when there was one: another node began at the same time, and its key counts.
    func insertFirstDataKey(_ key: WrappedDataKey) async throws(StoreError) -> Bool

    /// Adds a newer key, which seals from then on.
    func insertDataKey(_ key: WrappedDataKey) async throws(StoreError)

    /// Shreds everything sealed under the key.
    func destroyDataKey(_ id: DataKeyID) async throws(StoreError)
}

/// Why the vault did not open. The gateway does not serve without it.
public enum VaultProblem: Error, Sendable {
    case store(StoreError)
    /// The wrong key file, or altered rows.
    case crypto(CryptoFailure)
}

extension KeyStore {
    /// Opens the vault, making its first data key where there is none.
    public func openVault(with kek: KeyEncryptionKey) async throws(VaultProblem) -> Vault {
        do {
            if try await dataKeys().isEmpty { _ = try await insertFirstDataKey(Vault.newDataKey(under: kek)) }
            return try await Vault(unwrapping: dataKeys(), with: kek)
        } catch let error as StoreError {
            throw .store(error)
        } catch let failure as CryptoFailure {
            throw .crypto(failure)
        } catch {
            throw .store(.unavailable("\(error)"))
        }
    }
}
