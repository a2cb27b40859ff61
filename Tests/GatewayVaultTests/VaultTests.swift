import GatewayCrypto
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Testing

@Suite struct `The vault` {
    @Test func `opens after a restart what it sealed before`() async throws {
        let safe = try await Safe()
        try await safe.enrol(Safe.kim, in: safe.vault())
        #expect(try await safe.opens(Safe.kim, in: safe.vault()))
    }

    @Test func `of two nodes that begin at once opens what the other sealed`() async throws {
        let safe = try await Safe()
        async let one = safe.vault()
        async let other = safe.vault()
        try await safe.enrol(Safe.kim, in: one)
        #expect(try await safe.opens(Safe.kim, in: other))
        #expect(try await safe.store.dataKeys().count == 1)
    }

    @Test func `has a key of its own for each account`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        for account in [Safe.kim, Safe.lee] { try await safe.enrol(account, in: vault) }
        let keys = try await [safe.store.accountKey(of: Safe.kim), safe.store.accountKey(of: Safe.lee)]
        #expect(keys[0]?.id != keys[1]?.id)
        #expect(try await safe.store.totpDevices(of: Safe.kim).first?.secret.key == keys[0]?.id)
    }

    /// T07
    @Test func `cannot open what was sealed for an account once the account's key is destroyed, nor can another`()
        async throws
    {
        let safe = try await Safe()
        let vault = try await safe.vault()
        for account in [Safe.kim, Safe.lee] { try await safe.enrol(account, in: vault) }
        let before = try await safe.vault()
        #expect(try await safe.opens(Safe.kim, in: vault))
        try await vault.shredSecrets(of: Safe.kim)

        // The one with the key in its memory a moment ago, and one that starts on the store as it is now.
        for vault in [vault, try await safe.vault()] {
            await #expect(throws: VaultFailure.self) { _ = try await safe.opens(Safe.kim, in: vault) }
            #expect(try await safe.opens(Safe.lee, in: vault))
        }
        await #expect(throws: VaultFailure.self) { _ = try await safe.opens(Safe.kim, in: before) }
    }

    /// T07
    @Test func `leaves no copy of a destroyed account key in the store's files`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        try await safe.enrol(Safe.kim, in: vault)
        let box = try #require(try await safe.store.accountKey(of: Safe.kim)).box
        #expect(try safe.files(contain: box))
        try await vault.shredSecrets(of: Safe.kim)
        #expect(try safe.files(contain: box) == false)
    }

    @Test func `seals anew for an account whose secrets were shredded`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        try await safe.enrol(Safe.kim, in: vault)
        try await vault.shredSecrets(of: Safe.kim)
        let anew = try await vault.seal(SecretBytes(copying: [1]), for: Safe.binding(Safe.kim))
        #expect(try await safe.vault().open(anew, for: Safe.binding(Safe.kim)).equals([1]))
    }

    @Test func `opens accounts that fell out of its memory`() async throws {
        let names = (0..<40).map { "kim-\($0)" }
        let safe = try await Safe(accounts: names)
        let vault = try await safe.vault(openAccounts: 8)
        for name in names { try await safe.enrol(Sample.name(name), in: vault) }
        for name in names { #expect(try await safe.opens(Sample.name(name), in: vault)) }
    }

    @Test func `keeps a secret of the node once, whoever brings it first`() async throws {
        let safe = try await Safe()
        let (one, two) = try await (safe.vault(), safe.vault())
        #expect(try await one.nodeSecret("n") == nil)
        #expect(try await one.keepNodeSecret("n", SecretBytes(copying: [1])).equals([1]))
        #expect(try await two.keepNodeSecret("n", SecretBytes(copying: [2])).equals([1]))
        #expect(try await safe.vault().nodeSecret("n")?.equals([1]) == true)
    }

    @Test func `does not open with another key, and says which it wants and which it found`() async throws {
        let safe = try await Safe()
        try await safe.enrol(Safe.kim, in: safe.vault())
        let other = HeldKeys([.sample(8)])
        let problem = await #expect(throws: VaultProblem.self) {
            _ = try await Vault.open(safe.store, keysIn: [other], clock: safe.clock.clock)
        }
        #expect(problem == .missing(KeyEncryptionKey.sample(7).id, found: [KeyEncryptionKey.sample(8).id]))
    }

    @Test func `does not open a store from before keys were named with another key, and remembers none for it`()
        async throws
    {
        let safe = try await Safe()
        _ = try await safe.store.insertFirstDataKey(try Self.unnamedKey().stored)
        let wrong = HeldKeys([.sample(8)])
        await #expect(throws: VaultProblem.self) {
            _ = try await Vault.open(safe.store, keysIn: [wrong], clock: safe.clock.clock)
        }
        #expect(try await safe.store.keyEncryptionKeys().isEmpty)
        #expect(try await safe.vault().inventory().keyEncryptionKeys.map(\.key.id) == [KeyEncryptionKey.sample(7).id])
    }

    @Test func `opens what a data key sealed directly, and brings it under the account's own key`() async throws {
        let safe = try await Safe()
        let (stored, key) = try Self.unnamedKey()
        _ = try await safe.store.insertFirstDataKey(stored)
        try await safe.insert(Safe.kim, key.seal(Safe.secret(of: Safe.kim), for: Safe.binding(Safe.kim)))
        let vault = try await safe.vault()
        #expect(try await safe.opens(Safe.kim, in: vault))
        #expect(try await vault.inventory().pending == 2)
        try await vault.renew()
        #expect(try await vault.inventory().pending == 0)
        #expect(try await safe.store.dataKeys().first?.key.wrappedBy == KeyEncryptionKey.sample(7).id)
        #expect(try await safe.opens(Safe.kim, in: safe.vault()))
        try await vault.shredSecrets(of: Safe.kim)
        await #expect(throws: VaultFailure.self) { _ = try await safe.opens(Safe.kim, in: vault) }
    }

    /// As stores have them from before keys were named.
    private static func unnamedKey() throws -> (stored: StoredDataKey, open: SealingKey) {
        let key = try SealingKey.random()
        let box = try KeyEncryptionKey.sample(7).wrap(key).box
        return (StoredDataKey(WrappedDataKey(id: key.id, wrappedBy: nil, box: box), createdAt: nil), key)
    }
}
