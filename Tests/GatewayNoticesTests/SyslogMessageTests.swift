import GatewayIdentity
import GatewayNotices
import GatewayTesting
import Testing

@Suite struct `A syslog message` {
    private func message(host: String = "gate.gw.example", kind: String = "locked", text: String = "{}")
        -> SyslogMessage
    {
        SyslogMessage(.error, at: Sample.start, host: host, version: "0.1.0", kind: kind, text: text)
    }

    /// RFC 5424 § 6: PRI is facility (10, security) times eight plus severity (3, error).
    @Test func `is that of RFC 5424`() {
        #expect(
            String(decoding: message().bytes, as: UTF8.self)
                == "<83>1 2026-11-22T10:00:00.000+09:00 gate.gw.example gwanmun - locked "
                + "[timeQuality tzKnown=\"1\"][origin software=\"gwanmun\" swVersion=\"0.1.0\"] {}")
    }

    @Test func `is framed by counted octets`() {
        let (bytes, frame) = (message().bytes, message().frame)
        #expect(frame == Array("\(bytes.count) ".utf8) + bytes)
    }

    @Test(arguments: ["a\nb", "a\r<34>1 forged", "a\u{0}b", "관문"])
    func `has one line of ASCII, whatever its text`(text: String) {
        let bytes = message(host: text, kind: text, text: text).bytes
        #expect(bytes.allSatisfy { (0x20...0x7E).contains($0) })
        #expect(bytes.split(separator: 0x20, maxSplits: 6).count == 7)
    }

    @Test func `is at most as long as every receiver takes`() {
        #expect(message(text: String(repeating: "x", count: 20_000)).bytes.count == SyslogMessage.longest)
    }
}
