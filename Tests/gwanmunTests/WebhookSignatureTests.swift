import GatewayCrypto
import GatewayIdentity
import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `A webhook signature` {
    private let key = SecretBytes(copying: [UInt8](repeating: 0x0B, count: 32))
    private let body = Array(#"{"id":"1"}"#.utf8)

    /// Python 3.11: `hmac.new(b"\x0b" * 32, b'1795336265.{"id":"1"}', hashlib.sha256).hexdigest()`
    private let expected = "798348c354fc7630f60415d503b76fb84ae178f0be4834fc1efc41d8a123a191"

    @Test func `is HMAC-SHA-256 over the time, a full stop and the body`() {
        let value = WebhookSignature(key: key).value(for: body, at: UnixTime(milliseconds: 1_795_336_265_280))
        #expect(value == "t=1795336265,v1=\(expected)")
    }

    @Test func `is another one a second later, so that an old message cannot pass for a new one`() {
        let signature = WebhookSignature(key: key)
        let first = signature.value(for: body, at: UnixTime(seconds: 1)).split(separator: ",")
        let second = signature.value(for: body, at: UnixTime(seconds: 2)).split(separator: ",")
        #expect(first.last != second.last)
    }

    @Test func `is made with a key of at least 32 bytes that nobody else can read`() throws {
        let folder = try TemporaryFolder()
        let short = try folder.write([UInt8](repeating: 7, count: 31), "short")
        let open = try folder.write([UInt8](repeating: 7, count: 32), "open")
        let good = try folder.write([UInt8](repeating: 7, count: 32), "good")
        #expect(chmod(open, 0o640) == 0)
        #expect(throws: PrivateFile.Problem.self) { try WebhookSignature(keyFile: short) }
        #expect(throws: PrivateFile.Problem.self) { try WebhookSignature(keyFile: open) }
        #expect(throws: PrivateFile.Problem.self) { try WebhookSignature(keyFile: folder.path + "/absent") }
        #expect(throws: Never.self) { try WebhookSignature(keyFile: good) }
    }
}

@Suite struct `A pause between deliveries` {
    @Test func `doubles from a second to a minute`() {
        var pause = RetryPause()
        let seconds = (0..<11).map { _ in pause.next().components.seconds }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60])
    }

    @Test func `begins anew when a delivery has succeeded`() {
        var pause = RetryPause()
        _ = pause.next()
        _ = pause.next()
        pause.reset()
        #expect(pause.next() == .seconds(1))
    }
}
