import GatewayIdentity
import GatewaySystem
import Testing

@Suite struct `The system's resolver` {
    /// What inet_aton (POSIX) makes of them: no server of names is asked.
    @Test(arguments: [("0x7f000001", "127.0.0.1"), ("0xa9.0xfe.0xa9fe", "169.254.169.254"), ("::1", "::1")])
    func `finds the address that is meant, however it is written`(name: String, address: String) throws {
        #expect(try HostLookup.addresses(of: name) == [try #require(NetworkAddress(address))])
    }

    @Test func `says in words when there is none`() {
        let failure = #expect(throws: HostLookup.Failure.self) { try HostLookup.addresses(of: "a..b") }
        #expect(failure?.description.isEmpty == false)
    }
}
