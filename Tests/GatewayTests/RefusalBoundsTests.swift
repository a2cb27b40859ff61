import GatewayIdentity
import Testing

@testable import Gateway

@Suite struct `Refusals in the record` {
    @Test func `of handshakes are named at once, and counted when they come again within the second`() {
        var refusals = HandshakeRefusals(whole: 1, limit: 8)
        var named = (0..<1001).map { _ in refusals.note(address(1), .failed) }
        #expect(named == [true] + Array(repeating: false, count: 1000))
        named = [refusals.note(address(1), .late)]
        #expect(named == [true])
        let counted = [refusals.take(), refusals.take()]
        #expect(counted == [[.init(source: address(1), cause: .failed, times: 1000)], []])
        named = [refusals.note(address(1), .failed)]
        #expect(named == [true])
    }

    @Test func `are a few records a second, however many addresses they come from`() {
        var refusals = HandshakeRefusals(whole: 1, limit: 8)
        var named = 0
        for number in 0..<200 where refusals.note(address(number), .failed) { named += 1 }
        #expect(named == 8)
        let counted = refusals.take()
        #expect(counted == [.init(source: nil, cause: .failed, times: 200 - named)])
    }

    @Test func `of requests without a certificate are eight whole ones of a source and reason, and a number`() {
        var strangers = RefusalBounds<Reason>(whole: 8, limit: 8)
        var named = 0
        for _ in 0..<5000 where strangers.note(address(1), .noClientCertificate) { named += 1 }
        #expect(named == 8)
        let counted = strangers.take()
        #expect(counted == [.init(source: address(1), cause: .noClientCertificate, times: 4992)])
        let rest = strangers.take()
        #expect(rest.isEmpty)
    }

    private func address(_ number: Int) -> NetworkAddress { NetworkAddress(v4: 0xC000_0200 + UInt32(number)) }
}
