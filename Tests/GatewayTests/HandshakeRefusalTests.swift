import GatewayIdentity
import Testing

@testable import Gateway

@Suite struct `Refused handshakes in the record` {
    @Test func `are named at once, and counted when they come again within the second`() {
        var refusals = HandshakeRefusals()
        #expect(refusals.note(address(1), .failed) == .init(source: address(1), cause: .failed, times: 1))
        for _ in 0..<1000 { #expect(refusals.note(address(1), .failed) == nil) }
        #expect(refusals.note(address(1), .late) != nil)
        #expect(refusals.take() == [.init(source: address(1), cause: .failed, times: 1000)])
        #expect(refusals.take().isEmpty)
        #expect(refusals.note(address(1), .failed) != nil)
    }

    @Test func `are a few records a second, however many addresses they come from`() {
        var refusals = HandshakeRefusals()
        var named = 0
        for number in 0..<200 where refusals.note(address(number), .failed) != nil { named += 1 }
        #expect(named == HandshakeRefusals.limit)
        #expect(refusals.take() == [.init(source: nil, cause: .failed, times: 200 - named)])
    }

    private func address(_ number: Int) -> NetworkAddress { NetworkAddress(v4: 0xC000_0200 + UInt32(number)) }
}
