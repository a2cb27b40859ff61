import GatewayIdentity
import Testing

@testable import GatewayCertificates

@Suite struct `The cache of verified chains` {
    let pki: TestPKI

    init() throws { pki = try TestPKI() }

    @Test func `remembers an acceptance as it was`() throws {
        let cache = ChainCache(judge: try pki.judge())
        let chain = [try pki.leaf().der]
        let first = try #require(cache.verdict(on: chain, at: TestPKI.now).accepted)
        let second = try #require(cache.verdict(on: chain, at: TestPKI.now + .seconds(5)).accepted)
        #expect(second.judgedAt == first.judgedAt)
        #expect(cache.count == 1)
    }

    @Test func `does not outlive what it remembers`() throws {
        let cache = ChainCache(judge: try pki.judge())
        let chain = [try pki.leaf { $0.validity = TestPKI.now - TestPKI.day..<TestPKI.now + .seconds(10) }.der]
        #expect(cache.verdict(on: chain, at: TestPKI.now).reason == nil)
        #expect(cache.verdict(on: chain, at: TestPKI.now + .seconds(10)).reason == .certificateExpired)
    }

    @Test func `judges anew when the clock has stepped back`() throws {
        let cache = ChainCache(judge: try pki.judge())
        let chain = [try pki.leaf { $0.validity = TestPKI.now..<TestPKI.now + TestPKI.day }.der]
        #expect(cache.verdict(on: chain, at: TestPKI.now).reason == nil)
        #expect(cache.verdict(on: chain, at: TestPKI.now - TestPKI.day).reason == .certificateNotYetValid)
    }

    @Test func `gives what strangers present no room`() throws {
        let cache = ChainCache(judge: try pki.judge())
        let stranger = try TestPKI()
        #expect(cache.verdict(on: [try stranger.leaf().der], at: TestPKI.now).reason == .certificateUntrustedIssuer)
        #expect(cache.verdict(on: [], at: TestPKI.now).reason == .noClientCertificate)
        #expect(cache.count == 0)
    }

    @Test func `tells chains apart that differ only in where one certificate ends`() throws {
        let cache = ChainCache(judge: try pki.judge())
        let leaf = try pki.leaf().der
        #expect(cache.verdict(on: [leaf, pki.issuing.certificate.der], at: TestPKI.now).reason == nil)
        #expect(
            cache.verdict(on: [leaf + pki.issuing.certificate.der], at: TestPKI.now).reason
                == .certificateUntrustedIssuer)
    }

    @Test func `holds no more than its capacity`() throws {
        let cache = ChainCache(judge: try pki.judge(), capacity: 4)
        for _ in 0..<20 { _ = cache.verdict(on: [try pki.leaf().der], at: TestPKI.now) }
        #expect(cache.count <= 4)
    }

    @Test func `belongs to one generation of trust`() throws {
        let leaf = try pki.leaf()
        let before = ChainCache(judge: try pki.judge())
        #expect(before.verdict(on: [leaf.der], at: TestPKI.now).reason == nil)
        let after = ChainCache(judge: try pki.judge(lists: pki.lists([pki.list(by: pki.issuing, revoking: [leaf])])))
        #expect(after.verdict(on: [leaf.der], at: TestPKI.now).reason == .certificateRevoked)
    }
}
