import GatewayPolicy
import Testing

@testable import Gateway
@testable import GatewayTLS

@Suite struct `What a contract asks of a connection` {
    private func agreed(_ version: String, _ bits: Int) -> TLSAgreement {
        TLSAgreement(
            version: version, cipherSuite: "TLS_AES_256_GCM_SHA384", cipherBits: bits, serverName: nil,
            applicationProtocol: nil, peerChain: [])
    }

    @Test(arguments: [
        ("TLSv1.3", 256, true), ("TLSv1.3", 128, false), ("TLSv1.2", 256, false), ("TLSv1.1", 256, false),
        ("", 256, false), ("TLSv1.3", 0, false),
    ])
    func `T36: is a version and a strength, and whatever is unknown is too weak`(
        version: String, bits: Int, isEnough: Bool
    ) {
        let floor = UpstreamTLSFloor(ConsoleContract(minimumTLS: .v13, minimumCipherBits: 256))
        #expect(floor.permits(agreed(version, bits)) == isEnough)
    }

    @Test func `takes TLS 1.3 for 1.2 too`() {
        let floor = UpstreamTLSFloor(ConsoleContract(minimumTLS: .v12))
        #expect(floor.permits(agreed("TLSv1.2", 128)))
        #expect(floor.permits(agreed("TLSv1.3", 128)))
        #expect(!floor.permits(agreed("TLSv1.1", 128)))
    }

    @Test func `is nothing where there is none`() {
        #expect(UpstreamTLSFloor(nil).permits(agreed("TLSv1.2", 0)))
        #expect(UpstreamTLSFloor(ConsoleContract(reference: "C-1")).permits(agreed("TLSv1.2", 0)))
    }
}
