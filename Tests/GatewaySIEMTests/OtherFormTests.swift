import Foundation
import GatewayAudit
import GatewayIdentity
import GatewaySIEM
import GatewayTesting
import Testing

@Suite struct `A record as CEF` {
    private func text(_ message: SIEMMessage?) throws -> String {
        String(decoding: CEFForm(version: "1.0").bytes(try #require(message)), as: UTF8.self)
    }

    /// The example of compliance profile nct-2025-04, 2.8.
    @Test func `has CEF's own keys, and labels for the rest`() throws {
        #expect(
            try self.text(Messages.message())
                == "CEF:0|Gwanmun|Gwanmun|1.0|lock|Account locked|6|rt=1795309200123 dvchost=gw01 "
                + "externalId=0102030405060708090a0b0c0d0e0f10 suser=kim-7f3a spriv=staff,night src=203.0.113.7 dhost=fab "
                + "outcome=denied reason=otp_replayed cs1Label=grade cs1=classified cn1Label=seq cn1=8812 cn2Label=after cn2=8811"
        )
    }

    @Test func `escapes what has a meaning there`() throws {
        let text = try self.text(
            Messages.message(Messages.line(#","path":"/a=b|c\\d\u000ae""#), title: #"a|b\c"#))
        #expect(text.contains(#"|a\|b\\c|"#))
        #expect(text.contains(#"request=/a\=b|c\\d\ne "#))
    }

    @Test func `has one line and eight parts, whatever is in it`() throws {
        let random = SeededRandom(seed: 8)
        for _ in 0..<500 {
            let hostile = Messages.hostile(random)
            let text = try self.text(Messages.message(Messages.line(account: hostile), title: "a\n|b"))
            #expect(!text.utf8.contains { $0 < 0x20 })
            var bars = 0
            var isEscaped = false
            for scalar in text.unicodeScalars {
                if scalar == "|", !isEscaped { bars += 1 }
                isEscaped = scalar == "\\" && !isEscaped
            }
            #expect(bars >= 7)
        }
    }
}

@Suite struct `Records for OpenTelemetry` {
    @Test func `are one request with resource, scope and log records`() throws {
        let message = try #require(Messages.message())
        let bytes = OTLPForm(host: "gw01", version: "0.1.0").request([message], observedAt: Sample.start)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"gwanmun"}},"#
            ))
        #expect(text.contains(#""scopeLogs":[{"scope":{"name":"gwanmun.audit","version":"0.1.0"},"logRecords":[{"#))
        #expect(text.contains(#""timeUnixNano":"1795309200123000000","observedTimeUnixNano":"1795309200000000000""#))
        #expect(text.contains(#""severityNumber":13,"severityText":"WARN","body":{"stringValue":"Account locked"}"#))
        #expect(text.contains(#"{"key":"event.name","value":{"stringValue":"gwanmun.lock"}}"#))
        #expect(text.contains(#"{"key":"gwanmun.seq","value":{"intValue":"8812"}}"#))
        #expect(
            text.contains(
                #"{"key":"gwanmun.roles","value":{"arrayValue":{"values":[{"stringValue":"staff"},{"stringValue":"night"}]}}}"#
            ))
        #expect(text.contains(#"{"kvlistValue":{"values":[{"key":"kind","value":{"stringValue":"totp"}}"#))
        #expect(text.contains(#"{"key":"gwanmun.after","value":{"intValue":"8811"}}"#))
        #expect((try? JSONSerialization.jsonObject(with: Data(bytes))) != nil)
    }

    @Test func `are JSON, whatever is in them`() throws {
        let random = SeededRandom(seed: 4318)
        for _ in 0..<300 {
            let message = try #require(Messages.message(Messages.line(account: Messages.hostile(random))))
            let bytes = OTLPForm(host: "h\n", version: "1").request([message], observedAt: Sample.start)
            #expect((try? JSONSerialization.jsonObject(with: Data(bytes))) != nil)
        }
    }

    @Test(
        arguments: [
            (200, "", nil, OTLPAnswer.taken), (200, "{}", nil, .taken), (204, "no json", nil, .taken),
            (200, #"{"partialSuccess":{"rejectedLogRecords":"0","errorMessage":"slow down"}}"#, nil, .taken),
            (
                200, #"{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}"#, nil,
                .partly(rejected: 3, because: "too old")
            ),
            (200, #"{"partialSuccess":{"rejectedLogRecords":3}}"#, nil, .partly(rejected: 3, because: "")),
            (429, "", 7, .refused(because: "status 429", after: 7)),
            (503, "", 86400, .refused(because: "status 503", after: 600)),
            (400, "", nil, .refused(because: "status 400", after: nil)),
            (301, "", nil, .refused(because: "status 301", after: nil)),
        ] as [(Int, String, Int?, OTLPAnswer)])
    func `are taken when the collector says so, and else are sent again`(
        status: Int, body: String, retryAfter: Int?, expected: OTLPAnswer
    ) {
        #expect(OTLPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter) == expected)
    }
}

@Suite struct `Where a receiver stands` {
    @Test func `is read as it was written`() {
        for position in [
            ForwardingPosition(), ForwardingPosition(sequence: 9, sent: 7),
            ForwardingPosition(sequence: .max, sent: 1, hash: "ab"),
        ] {
            #expect(ForwardingPosition(position.bytes) == position)
        }
        #expect(
            String(decoding: ForwardingPosition(sequence: 9, sent: 7, hash: "ab").bytes, as: UTF8.self)
                == #"{"format":"gwanmun-siem-position/1","seq":9,"sent":7,"hash":"ab"}"# + "\n")
    }

    @Test(arguments: [
        "", "{}", #"{"format":"gwanmun-siem-position/2","seq":1,"sent":1}"#,
        #"{"format":"gwanmun-siem-position/1","seq":1}"#, #"{"format":"gwanmun-siem-position/1","seq":1,"sent":2}"#,
        #"{"format":"gwanmun-siem-position/1","seq":-1,"sent":0}"#,
    ])
    func `is nowhere else`(text: String) { #expect(ForwardingPosition(Array(text.utf8)) == nil) }

    private func at(_ sequence: UInt64) -> ForwardingPosition { ForwardingPosition(sequence: sequence, sent: sequence) }

    @Test func `moves on once the connection has stood for a while behind what was sent`() {
        var window = UnconfirmedWindow(confirmed: at(0), settling: .seconds(5))
        window.sent(at(10), at: .seconds(1))
        window.sent(at(20), at: .seconds(3))
        window.stands(at: .milliseconds(5999))
        #expect(window.confirmed == at(0))
        window.stands(at: .seconds(6))
        #expect(window.confirmed == at(10) && !window.isEmpty)
        window.stands(at: .seconds(8))
        #expect(window.confirmed == at(20) && window.isEmpty)
    }

    @Test func `T99: stays where it was when the connection breaks before`() {
        var window = UnconfirmedWindow(confirmed: at(0), settling: .seconds(5))
        window.sent(at(10), at: .seconds(1))
        window.stands(at: .seconds(6))
        window.sent(at(20), at: .seconds(7))
        window.broke()
        window.stands(at: .seconds(60))
        #expect(window.confirmed == at(10))
    }

    @Test func `moves on and needs little memory while records never cease`() {
        var window = UnconfirmedWindow(confirmed: at(0), settling: .seconds(5))
        for step in 1...10_000 {
            let now = Duration.milliseconds(step)
            window.sent(at(UInt64(step)), at: now)
            window.stands(at: now)
            #expect(window.count <= 22)
        }
        #expect(window.confirmed.sequence > 4500 && window.confirmed.sequence <= 5000)
    }
}

@Suite struct `A receiver's filter` {
    private func wants(_ filter: ForwardingFilter, _ line: String) -> Bool {
        var (scanner, line) = (RecordScanner(ForwardingFilter.fields), line)
        return line.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            return scanner.scan(bytes) && filter.wants(bytes, scanner)
        }
    }

    @Test func `lets through what is wanted and what it does not know`() {
        let line = Messages.line()
        #expect(wants(ForwardingFilter(), line))
        #expect(wants(ForwardingFilter(types: [.lock]), line) && !wants(ForwardingFilter(types: [.unlock]), line))
        #expect(
            wants(ForwardingFilter(minimumSeverity: .warning), line)
                && !wants(ForwardingFilter(minimumSeverity: .error), line))
        #expect(wants(ForwardingFilter(grades: [.classified]), line) && !wants(ForwardingFilter(grades: [.open]), line))
        let other = #"{"seq":1,"type":"lock","severity":"grave","hash":"0"}"#
        #expect(wants(ForwardingFilter(minimumSeverity: .critical, grades: [.classified]), other))
    }
}
