import GatewayIdentity
import GatewaySIEM
import GatewayTesting
import Testing

@Suite struct `A record for a syslog server` {
    private func form(_ payload: SyslogForm.Payload = .rfc5424) -> SyslogForm {
        SyslogForm(payload, enterprise: 32473, process: 4242, version: "0.1.0")
    }

    private func text(_ message: SIEMMessage?, as payload: SyslogForm.Payload = .rfc5424) throws -> String {
        String(decoding: form(payload).bytes(try #require(message)), as: UTF8.self)
    }

    /// RFC 5424 § 6: facility 10, warning; the example of compliance profile nct-2025-04, 2.8.
    @Test func `is that of RFC 5424, its fields as structured data`() throws {
        #expect(
            try self.text(Messages.message())
                == "<84>1 2026-11-22T10:00:00.123+09:00 gw01 gwanmun 4242 lock [gwanmun@32473 seq=\"8812\" "
                + "event_id=\"0102030405060708090a0b0c0d0e0f10\" severity=\"warning\" outcome=\"denied\" reason=\"otp_replayed\" "
                + "account=\"kim-7f3a\" roles=\"staff,night\" factors=\"totp\" src_ip=\"203.0.113.7\" upstream=\"fab\" "
                + "grade=\"classified\" prev_hash=\"00\" hash=\"ab\" after=\"8811\"] Account locked")
    }

    @Test func `names grants by their ids and approvals by their names, without times and terms`() throws {
        let text = try self.text(
            Messages.message(
                Messages.line(
                    #","grants":[{"id":"g-1","from":"2026-11-01T00:00:00.000+09:00","to":"2026-12-01T00:00:00.000+09:00","paths":["/a"]},"#
                        + #"{"id":"g-2"}],"approvals":[{"name":"nda","from":"2026-11-01T00:00:00.000+09:00","to":"2026-12-01T00:00:00.000+09:00"}]"#
                )))
        #expect(text.contains(#" grants="g-1,g-2" approvals="nda" "#))
    }

    /// RFC 5425 § 4.3.
    @Test func `is framed by counted octets`() throws {
        let message = try #require(Messages.message())
        let bytes = form().bytes(message)
        #expect(form().frame(message) == Array("\(bytes.count) ".utf8) + bytes)
    }

    /// RFC 5424 § 6.4.
    @Test func `marks words that are not ASCII as UTF-8`() throws {
        let korean = try self.text(Messages.message(title: "잠금"))
        #expect(korean.hasSuffix("] \u{FEFF}잠금"))
        #expect(!(try self.text(Messages.message()).contains("\u{FEFF}")))
    }

    @Test func `may hold the record as it stands, byte for byte`() throws {
        let line = Messages.line(#","path":"/가=|]""#)
        let text = try self.text(Messages.message(line), as: .json)
        #expect(text.hasSuffix("\"] " + line))
        #expect(text.contains("lock [gwanmun@32473 seq=\"8812\" after=\"8811\" event_id=\"0102"))
    }

    @Test func `may hold CEF`() throws {
        #expect(
            try self.text(Messages.message(), as: .cef).contains(
                "\"] CEF:0|Gwanmun|Gwanmun|0.1.0|lock|Account locked|6|rt="))
    }

    /// RFC 5424 § 6.3.3.
    @Test func `escapes what ends a value`() throws {
        let text = try self.text(Messages.message(Messages.line(#","object":"a\"b]c\\d""#)))
        #expect(text.contains(#"object="a\"b\]c\\d""#))
    }

    @Test func `is no longer than every receiver takes`() throws {
        let long = String(repeating: "]", count: 4096)
        let text = try self.text(Messages.message(Messages.line(#","path":"\#(long)","user_agent":"\#(long)""#)))
        #expect(text.utf8.count <= 8192)
        #expect(text.contains("cut=\"1\"") && text.contains("seq=\"8812\"") && text.hasSuffix("] Account locked"))
    }

    /// Nothing in a record ends the message, its structured data, or a line of whoever writes it into a file.
    @Test(arguments: [SyslogForm.Payload.rfc5424, .cef, .json])
    func `has one line and its own structure, whatever is in it`(payload: SyslogForm.Payload) throws {
        let random = SeededRandom(seed: 5424)
        for _ in 0..<500 {
            let line = Messages.line(
                #","path":"/\#(Messages.hostile(random))""#, account: Messages.hostile(random), type: "lock")
            let bytes = form(payload).bytes(try #require(Messages.message(line, title: "x\n[y] \u{202E}")))
            #expect(!bytes.contains { $0 < 0x20 || $0 == 0x7F })
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(
                text.hasPrefix(
                    "<84>1 2026-11-22T10:00:00.123+09:00 gw01 gwanmun 4242 lock [gwanmun@32473 seq=\"8812\" "))
            #expect(try parameters(of: text)["seq"] == "8812")
            #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x2028 || $0.value == 0x85 })
        }
    }

    @Test func `of the forwarding itself has a type of its own`() throws {
        let beat = SIEMMessage(
            .heartbeat, at: Sample.start, host: "gw01", in: .english, [("last_seq", 12), ("lag", 0)])
        #expect(
            try self.text(beat)
                == "<86>1 2026-11-22T10:00:00.000+09:00 gw01 gwanmun 4242 siem_heartbeat "
                + "[gwanmun@32473 severity=\"info\" last_seq=\"12\" lag=\"0\"] Records are being forwarded")
        #expect(
            String(decoding: beat.line, as: UTF8.self)
                == #"{"ts":"2026-11-22T10:00:00.000+09:00","type":"siem_heartbeat","severity":"info","host":"gw01","last_seq":12,"lag":0}"#
        )
    }

    /// As RFC 5424 § 6.3 reads the one element.
    private func parameters(of text: String) throws -> [String: String] {
        var rest = try #require(text.firstRange(of: "[gwanmun@32473")).upperBound
        var found: [String: String] = [:]
        while text[rest] != "]" {
            let equals = try #require(text[rest...].firstIndex(of: "="))
            let name = text[text.index(after: rest)..<equals]
            var at = text.unicodeScalars.index(equals, offsetBy: 2)
            var value = String.UnicodeScalarView()
            while text.unicodeScalars[at] != "\"" {
                if text.unicodeScalars[at] == "\\" { at = text.unicodeScalars.index(after: at) }
                value.append(text.unicodeScalars[at])
                at = text.unicodeScalars.index(after: at)
            }
            found[String(name)] = String(value)
            rest = text.unicodeScalars.index(after: at)
        }
        return found
    }
}
