import GatewayIdentity
import Testing

@testable import GatewayCertificates

/// Event loops judge at the same time, while a reload reads lists beside them.
@Suite struct `Judging on many threads` {
    @Test func `gives every chain its own verdict, and introduces what only clients send`() async throws {
        let pki = try TestPKI()
        let sent = try TestPKI.authority("Sent", below: pki.root)
        let good = try [pki.leaf(by: sent), sent.certificate].map(\.der)
        let revoked = try pki.leaf(by: sent)
        let bad = [revoked.der, sent.certificate.der]
        let list = try pki.list(by: sent, revoking: [revoked])
        let judge = try pki.judge(lists: pki.lists([list]))
        let bytes = list.der
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        #expect(judge.judge(chain: good, at: TestPKI.now).reason == nil)
                        #expect(judge.judge(chain: bad, at: TestPKI.now).reason == .certificateRevoked)
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        let parsed = try RevocationList(der: bytes)
                        #expect(parsed.count == 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
