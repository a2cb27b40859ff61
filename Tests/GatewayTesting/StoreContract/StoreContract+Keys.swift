internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import Testing

extension StoreContract {
    static let keysAndHistory: [StoreClaim] = [
        StoreClaim("of several nodes that begin at once one makes the first data key, and all use it") { store in
            let kek = try #require(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 32))))
            let won = try await winners(of: 8) { _ in try await store.insertFirstDataKey(Vault.newDataKey(under: kek)) }
            #expect(won == 1)
            let binding = SealBinding(table: "t", row: "r", account: "a")
            let sealed = try await store.openVault(with: kek).seal(SecretBytes(copying: [1, 2, 3]), for: binding)
            #expect(try await store.openVault(with: kek).open(sealed, for: binding).equals([1, 2, 3]))
        },
        StoreClaim("a newer data key seals, the older opens until it is destroyed") { store in
            let kek = try #require(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 32))))
            let binding = SealBinding(table: "t", row: "r", account: "a")
            let old = try await store.openVault(with: kek).seal(SecretBytes(copying: [1]), for: binding)
            try await store.insertDataKey(Vault.newDataKey(under: kek))
            let vault = try await store.openVault(with: kek)
            let new = try vault.seal(SecretBytes(copying: [2]), for: binding)
            #expect(new.key != old.key)
            #expect(try vault.open(old, for: binding).equals([1]))

            try await store.destroyDataKey(old.key)
            let shredded = try await store.openVault(with: kek)
            #expect(throws: CryptoFailure.self) { try shredded.open(old, for: binding) }
            #expect(try shredded.open(new, for: binding).equals([2]))
            await #expect(throws: StoreError.notFound(.dataKey)) { try await store.destroyDataKey(old.key) }
        },
        StoreClaim("the vault does not open under another key-encryption key") { store in
            let right = try #require(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 7, count: 32))))
            let wrong = try #require(KeyEncryptionKey(SecretBytes(copying: Array(repeating: 8, count: 32))))
            _ = try await store.openVault(with: right)
            await #expect(throws: VaultProblem.self) { try await store.openVault(with: wrong) }
        },
        StoreClaim("a login is told of the login before and of the failures since") { store in
            try await store.insert(Sample.account())
            let owner = Sample.name("kim-7f3a")
            #expect(try await store.recordLogin(of: owner, at: Sample.start, from: Sample.address) == .none)
            let elsewhere = try #require(NetworkAddress("2001:db8::7"))
            let failure = Sample.start + .seconds(60)
            #expect(
                try await winners(of: 20) { _ in
                    try await store.recordFailedLogin(of: owner, at: failure, from: elsewhere)
                    return true
                } == 20)
            let expected = LoginNotice(
                lastLogin: Sample.start, lastLoginFrom: Sample.address, failuresSince: 20, lastFailure: failure,
                lastFailureFrom: elsewhere)
            #expect(try await store.loginNotice(of: owner) == expected)
            #expect(try await store.recordLogin(of: owner, at: failure, from: Sample.address) == expected)
            #expect(try await store.loginNotice(of: owner).failuresSince == 0)
        },
    ]
}
