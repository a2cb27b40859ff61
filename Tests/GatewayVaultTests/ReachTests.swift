import GatewayCrypto
import GatewayTesting
import GatewayVault
import Testing

/// T09
@Suite struct `A key-encryption key out of reach` {
    @Test func `keeps the vault shut at the start`() async throws {
        let safe = try await Safe()
        try await safe.enrol(Safe.kim, in: safe.vault())
        safe.place.isReachable = false
        await #expect(throws: VaultProblem.self) { _ = try await safe.vault() }
    }

    @Test func `lets nothing new be sealed, and known secrets be opened until the lease is over`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        for account in [Safe.kim, Safe.lee] { try await safe.enrol(account, in: vault) }
        safe.place.isReachable = false
        await vault.look()
        #expect(vault.problem == "taken away by the test")
        await #expect(throws: VaultFailure.keyUnavailable("taken away by the test")) {
            _ = try await vault.seal(SecretBytes(copying: [1]), for: Safe.binding(Safe.kim))
        }
        #expect(try await safe.opens(Safe.kim, in: vault))

        safe.time.advance(by: .seconds(300))
        await vault.look()
        #expect(try await safe.opens(Safe.kim, in: vault))
        safe.time.advance(by: .seconds(1))
        await vault.look()
        for account in [Safe.kim, Safe.lee] {
            await #expect(throws: VaultFailure.keyUnavailable("taken away by the test")) {
                _ = try await safe.opens(account, in: vault)
            }
        }
        #expect(vault.problem?.contains("stay shut") == true)
    }

    /// Withdrawn in its token while the token itself answers.
    @Test func `is one that was destroyed in its place as well`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        for key in try safe.place.keys() { try safe.place.destroyKey(key.id) }
        await vault.look()
        #expect(vault.problem == "the key is gone")
    }

    @Test func `opens everything again when it is back`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        try await safe.enrol(Safe.kim, in: vault)
        safe.place.isReachable = false
        safe.time.advance(by: .seconds(301))
        await vault.look()
        safe.place.isReachable = true
        await vault.look()
        #expect(vault.problem == nil)
        #expect(try await safe.opens(Safe.kim, in: vault))
        try await safe.enrol(Safe.lee, in: vault)
        #expect(try await safe.opens(Safe.lee, in: vault))
    }

    @Test func `is not gone on from`() async throws {
        let safe = try await Safe()
        let vault = try await safe.vault()
        safe.place.isReachable = false
        await #expect(throws: VaultProblem.self) { _ = try await vault.candidate() }
    }
}
