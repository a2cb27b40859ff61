import GatewayCrypto
import GatewayIdentity
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Testing

@Suite struct `Going on to a new key-encryption key` {
    private let people = (0..<7).map { Sample.name("kim-\($0)") }

    private func safe() async throws -> (safe: Safe, vault: Vault) {
        let safe = try await Safe(accounts: people.map(\.text))
        let vault = try await safe.vault()
        for person in people { try await safe.enrol(person, in: vault) }
        _ = try await vault.keepNodeSecret("n", SecretBytes(copying: [1]))
        return (safe, vault)
    }

    private func expectAllOpen(_ safe: Safe, in vault: Vault) async throws {
        for person in people { #expect(try await safe.opens(person, in: vault)) }
        #expect(try await vault.nodeSecret("n")?.equals([1]) == true)
    }

    @Test(arguments: [false, true])
    func `leaves every secret open, before a restart and after it`(withDataKey: Bool) async throws {
        let (safe, vault) = try await safe()
        try await vault.adopt(vault.candidate(), newDataKey: withDataKey, orderedBy: "uid:0")
        try await expectAllOpen(safe, in: vault)
        try await vault.renew()
        try await expectAllOpen(safe, in: vault)
        try await expectAllOpen(safe, in: safe.vault())

        let keys = try await vault.inventory()
        #expect(keys.pending == 0)
        #expect(keys.keyEncryptionKeys.map(\.isNewest) == [false, true])
        #expect(keys.keyEncryptionKeys.map(\.dataKeys) == (withDataKey ? [0, 2] : [0, 1]))
        #expect(keys.dataKeys.last?.use == KeyUse(accountKeys: 7, nodeSecrets: 1))
    }

    @Test func `can be cut off at any change and goes on after a restart, with every secret open all the time`()
        async throws
    {
        var isWhole = false
        for changes in 0..<60 where !isWhole {
            let (safe, _) = try await safe()
            let failing = FailingStore(safe.store, after: changes)
            do {
                let vault = try await safe.vault(over: failing)
                try await vault.adopt(vault.candidate(), newDataKey: true, orderedBy: "uid:0")
                try await vault.renew()
                isWhole = true
            } catch {
                let restarted = try await safe.vault()
                try await expectAllOpen(safe, in: restarted)
                if try await safe.store.keyEncryptionKeys().count == 1 {
                    // Before it began: the key that was made is taken, and no other is.
                    #expect(try await restarted.candidate().id == (safe.place.keys().last?.id))
                }
                try await restarted.renew()
                #expect(try await restarted.inventory().pending == 0)
                try await expectAllOpen(safe, in: restarted)
            }
        }
        #expect(isWhole)
    }

    @Test func `is done while others seal and open`() async throws {
        let (safe, vault) = try await safe()
        try await withThrowingTaskGroup { group in
            for person in people {
                group.addTask {
                    for round in 0..<30 {
                        #expect(try await safe.opens(person, in: vault))
                        let binding = SealBinding(table: "t", row: "\(round)", account: person.text)
                        let sealed = try await vault.seal(SecretBytes(copying: [7]), for: binding)
                        #expect(try await vault.open(sealed, for: binding).equals([7]))
                    }
                }
            }
            for _ in 0..<4 {
                try await vault.adopt(vault.candidate(), newDataKey: true, orderedBy: "uid:0")
                try await vault.renew()
            }
            try await group.waitForAll()
        }
        try await vault.renew()
        #expect(try await vault.inventory().pending == 0)
        try await expectAllOpen(safe, in: safe.vault())
    }

    @Test func `takes a key that somebody put there instead of making one`() async throws {
        let (safe, vault) = try await safe()
        let waiting = try await safe.place.makeKey().id
        #expect(try await vault.candidate().id == waiting)
        #expect(try safe.place.keys().count == 2)
    }

    @Test func `ends with the destruction of the old key, and not before nothing depends on it`() async throws {
        let (safe, vault) = try await safe()
        let old = KeyEncryptionKey.sample(7).id
        let root = Vault.Actor("uid:0", isOnePerson: false)
        await #expect(throws: VaultProblem.store(.conflict(.keyInUse))) {
            try await vault.destroy(old, orderedBy: root)
        }
        try await vault.adopt(vault.candidate(), newDataKey: true, orderedBy: "uid:0")
        let oldDataKey = try #require(try await vault.inventory().dataKeys.first?.key.key.id)
        await #expect(throws: VaultProblem.store(.conflict(.keyInUse))) { try await vault.destroy(oldDataKey) }
        try await vault.renew()
        try await vault.destroy(oldDataKey)
        try await vault.destroy(old, orderedBy: root)
        #expect(try safe.place.keys().map(\.id).contains(old) == false)
        try await expectAllOpen(safe, in: vault)
        try await expectAllOpen(safe, in: safe.vault())
    }

    /// T31
    @Test func `takes two administrators from the new key to the end of the old`() async throws {
        let (_, vault) = try await safe()
        try await vault.adopt(vault.candidate(), newDataKey: false, orderedBy: "admin:kim-7f3a")
        let old = KeyEncryptionKey.sample(7).id
        await #expect(throws: VaultProblem.needsAnother(actor: "admin:kim-7f3a")) {
            try await vault.destroy(old, orderedBy: Vault.Actor("admin:kim-7f3a", isOnePerson: true))
        }
        try await vault.destroy(old, orderedBy: Vault.Actor("admin:lee-8b2c", isOnePerson: true))
    }

    @Test func `is possible from a file into a token`() async throws {
        let safe = try await Safe()
        try await safe.enrol(Safe.kim, in: safe.vault())
        let token = HeldKeys([], kind: .token)
        let vault = try await Vault.open(safe.store, keysIn: [token, safe.place], clock: safe.clock.clock)
        try await vault.adopt(vault.candidate(), newDataKey: false, orderedBy: "uid:0")
        #expect(try await vault.inventory().keyEncryptionKeys.map(\.key.place) == [.file, .token])
        let onTokenAlone = try await Vault.open(safe.store, keysIn: [token], clock: safe.clock.clock)
        #expect(try await safe.opens(Safe.kim, in: onTokenAlone))
        await #expect(throws: VaultProblem.self) { _ = try await safe.vault() }
    }

    /// T30
    @Test func `is asked for once a day when its day is past`() async throws {
        let (safe, vault) = try await safe()
        #expect(try await vault.overdueKey(at: safe.clock.now + .seconds(364 * 86400)) == nil)
        let day = safe.clock.now + .seconds(365 * 86400)
        #expect(try await vault.overdueKey(at: day)?.id == KeyEncryptionKey.sample(7).id)
        #expect(try await vault.overdueKey(at: day + .seconds(86399)) == nil)
        #expect(try await safe.vault().overdueKey(at: day + .seconds(86400)) != nil)
        try await vault.adopt(vault.candidate(), newDataKey: false, orderedBy: "uid:0")
        #expect(try await vault.overdueKey(at: safe.clock.now + .seconds(3 * 86400)) == nil)
    }
}
