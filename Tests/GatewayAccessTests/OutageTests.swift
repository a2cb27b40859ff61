import GatewayAccess
import GatewayIdentity
import GatewayLimits
import GatewayStore
import GatewayTesting
import GatewayVault
import Testing

/// Nobody has failed when the gateway could not look.
@Suite struct `An outage` {
    @Test func `of the keys counts as no wrong code and locks nobody`() async throws {
        let house = try await House()
        let kim = try await house.person()
        house.keys.isReachable = false
        await house.vault.look()
        for _ in 0..<6 { #expect(await house.login(kim).refusal == .storeUnavailable) }
        #expect(try await failures(of: kim, .totp, house) == 0)
        house.keys.isReachable = true
        await house.vault.look()
        #expect(await house.login(kim).isSignedIn)
    }

    @Test func `of room for logins that wait counts as no wrong password, and no wrong code beside it`() async throws {
        let house = try await House(
            passwords: Gatekeeper(asking: [Gatekeeper.code]), openLogins: OpenLoginLimits(total: 1))
        let kim = try await house.person()
        let lee = try await house.person("lee-1b2c", certificate: 0x22)
        _ = try await house.login(lee, password: Gatekeeper.password).asked
        for _ in 0..<6 {
            house.clock.advance(by: .seconds(5))
            #expect(await house.login(kim, password: Gatekeeper.password).refusal == .overloaded)
        }
        let both = await house.login(kim, password: Gatekeeper.password, code: house.code(of: kim))
        #expect(both.refusal == .overloaded)
        #expect(try await failures(of: kim, .password, house) == 0)
        #expect(try await failures(of: kim, .totp, house) == 0)
    }

    private func failures(of person: Inhabitant, _ factor: FactorKind, _ house: House) async throws -> Int {
        try await house.store.attempts(for: AttemptKey(account: person.name, factor: factor)).consecutive
    }
}
