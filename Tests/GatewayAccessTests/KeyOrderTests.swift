import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import Testing

@Suite struct `An order about keys` {
    /// T83: a token that takes its time holds nobody in who has to go out.
    @Test(.timeLimit(.minutes(1))) func `holds up no emergency lock`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let token = Turnstile()
        token.close()
        house.keys.delay(by: { await token.pass() })
        async let rotation = house.administration.rotateKeys(
            into: nil, newDataKey: false, House.operatorMandate)
        await token.awaitArrival()
        _ = try await house.administration.addLock(.account(kim.name), until: nil, House.operatorMandate)
        #expect(house.access.holder(of: kim.certificate, from: Sample.address).reason == .accountLocked)
        token.open()
        _ = try await rotation
    }
}
