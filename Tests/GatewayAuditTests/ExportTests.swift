import GatewayCrypto
import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `An export` {
    /// Records of every length, so that the cut falls everywhere in `prev_hash`.
    private static let lines: [[UInt8]] = {
        var chain = ChainWriter(after: .origin)
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        var lines: [[UInt8]] = []
        for length in 0..<130 {
            var buffer = RecordBuffer()
            let line = RequestLine(method: "GET", path: RecordedPath("/" + String(repeating: "기", count: length)))
            composer.compose(
                AuditEntry(.decision(.deny(.defaultDeny, by: .none), line), at: UnixTime(seconds: 1_795_309_200))
            ) { chain.append($0, to: &buffer) }
            buffer.withBytes { lines.append(Array($0.dropLast())) }
        }
        return lines
    }()

    private static func proof(_ line: [UInt8]) throws -> OmissionProof {
        try #require(line.withUnsafeBytes { OmissionProof(of: $0) })
    }

    private static func frame(_ line: [UInt8]) throws -> (previous: SHA256Digest, hash: SHA256Digest) {
        try line.withUnsafeBytes { bytes in
            let frame = try #require(RecordFrame(bytes))
            return (frame.previousHash, frame.hash)
        }
    }

    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
    func `goes on with SHA-256 as the engine does`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var state = SHA256Midstate.initial
        let cut = length / 64 * 64
        bytes[..<cut].withUnsafeBytes { state.update($0) }
        let again = SHA256Midstate(state.bytes)
        #expect(again == state)
        #expect(state.digest(with: Array(bytes[cut...]), length: length) == SHA256.digest(of: bytes))
    }

    @Test func `proves each record it leaves out by the one before, and tells at most nine bytes of it`() throws {
        for line in Self.lines {
            let proof = try Self.proof(line)
            let (previous, hash) = try Self.frame(line)
            #expect(proof.hash(after: previous) == hash)
            let text = Array(proof.line.utf8)
            let read = try #require(text.withUnsafeBytes { OmissionProof(line: $0) })
            #expect(read == proof)
            // "tail" is hexadecimal: what is before the digits of prev_hash, those, and the end.
            let tail = try #require(proof.line.firstMatch(of: /"tail":"([0-9a-f]+)"/)).output.1
            #expect((tail.count / 2 - 2 - 64 - 14) <= 9)
            #expect(tail.count / 2 - 2 >= 24)
        }
    }

    @Test func `no proof fits another predecessor, another record or another state`() throws {
        let other = SHA256.digest(of: [1, 2, 3])
        for line in Self.lines.prefix(70) {
            let proof = try Self.proof(line)
            let (previous, hash) = try Self.frame(line)
            #expect(proof.hash(after: other) == nil)
            for (name, digit) in [("state", 3), ("tail", 2)] {
                var text = Array(proof.line.utf8)
                let start = try #require(proof.line.firstRange(of: "\"\(name)\":\"")).upperBound.utf16Offset(
                    in: proof.line)
                text[start + digit] = text[start + digit] == 0x30 ? 0x31 : 0x30
                let changed = text.withUnsafeBytes { OmissionProof(line: $0) }
                #expect(changed?.hash(after: previous) != hash)
            }
        }
    }

    /// None of these may end the program that reads them.
    @Test(arguments: [
        ("after", "9223372036854775744"), ("after", "9223372036854775807"), ("after", "-64"), ("after", "65600"),
        ("seq", "9223372036854775807"), ("seq", "18446744073709551615"), ("seq", "0"),
    ])
    func `has no proof whose numbers are beyond every record`(name: String, number: String) throws {
        let proof = try Self.proof(Self.lines[20]).line
        let start = try #require(proof.firstRange(of: "\"\(name)\":")).upperBound
        let end = try #require(proof[start...].firstIndex(of: ","))
        let text = Array((proof[..<start] + number + proof[end...]).utf8)
        #expect(text.withUnsafeBytes { OmissionProof(line: $0) } == nil)
    }

    @Test(arguments: ["9223372036854775807", "18446744073709551615", "18446744073709551616"])
    func `has no record whose number is beyond every trail`(number: String) throws {
        let line = String(decoding: Self.lines[0], as: UTF8.self)
        let text = Array(line.replacing("{\"seq\":1,", with: "{\"seq\":\(number),").utf8)
        #expect(text.withUnsafeBytes { RecordFrame($0) == nil })
        #expect(text.withUnsafeBytes { RecordFrame.sequence(of: $0) } == nil)
    }

    @Test func `holds together whichever records it leaves out, and not when one is changed, doubled or gone`() throws {
        for pattern in [0b1010_1101, 0, 0xFF, 0b0001_0000] {
            func walk(_ lines: [[UInt8]]) throws {
                var chain = ExportChain(after: .origin)
                for (index, line) in lines.enumerated() {
                    if pattern >> (index % 8) & 1 == 1 {
                        try line.withUnsafeBytes { bytes in
                            Result { () throws(ExportChain.Problem) in try chain.take(record: bytes) }
                        }.get()
                    } else {
                        try chain.take(Self.proof(line))
                    }
                }
            }
            let lines = Array(Self.lines.prefix(24))
            #expect(throws: Never.self) { try walk(lines) }
            for index in lines.indices.dropLast() {
                var gone = lines
                gone.remove(at: index)
                #expect(throws: ExportChain.Problem.self) { try walk(gone) }
                var doubled = lines
                doubled.insert(lines[index], at: index)
                #expect(throws: ExportChain.Problem.self) { try walk(doubled) }
            }
        }
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+8210", "+8210"), ("+cmd", "'+cmd"), ("-5", "-5"), ("@x", "'@x"), ("\tx", "\"'\tx\""),
        ("a;=1", "\"a;=1\""),
        ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("", ""), ("홍길동", "홍길동"),
    ])
    func `writes cells that a spreadsheet reads and does not run`(text: String, cell: String) {
        #expect(ExportCSV.cell(text) == cell)
    }

    @Test func `has a column for every record, whatever is in it`() throws {
        let record = try #require(Self.lines[7].withUnsafeBytes { ParsedRecord(line: $0) })
        #expect(ExportCSV.header.split(separator: ",").count == ExportCSV.columns.count + 1)
        #expect(ExportCSV.row(record).hasSuffix("\r\n"))
        #expect(record.line == Self.lines[7])
    }
}

@Suite struct `A record for those who look on` {
    private func masked(_ line: String) throws -> String {
        let record = try #require(Array(line.utf8).withUnsafeBytes { ParsedRecord(line: $0) })
        return String(decoding: RecordMask.masked(record).line, as: UTF8.self)
    }

    /// ISMS-P 2.6.3.
    /// From a digest of the whole, 65,536 endings are tried in a moment.
    @Test func `has no digest to try out against what is hidden`() throws {
        #expect(
            try masked(#"{"seq":7,"src_ip":"203.0.113.7","prev_hash":"aa","hash":"bb"}"#)
                == #"{"seq":7,"src_ip":"203.0.*.*"}"#)
    }

    @Test(arguments: [
        (#"{"src_ip":"203.0.113.7"}"#, #"{"src_ip":"203.0.*.*"}"#),
        (#"{"src_ip":"2001:db8:1:2::7"}"#, #"{"src_ip":"2001:db8:*"}"#),
        (#"{"stated_reason":"for hong@example.kr today"}"#, #"{"stated_reason":"for ho***@… today"}"#),
        (#"{"after":["10.0.0.0/8","kim@x.kr"]}"#, #"{"after":["10.0.*.*/8","ki***@…"]}"#),
        (#"{"limit":"203.0.113.7, 198.51.100.0/24 (two)"}"#, #"{"limit":"203.0.*.*, 198.51.*.*/24 (two)"}"#),
        (
            #"{"cause":"from 203.0.113.7:8443.\u0009https://198.51.100.9/x 10.20.0.1/16 192.0.2.1-192.0.2.9 [2001:db8::1]:443 at 10:20:30"}"#,
            #"{"cause":"from 203.0.*.*:8443.\u0009https://198.51.*.*/x 10.20.*.*/16 192.0.*.*-192.0.*.* [2001:db8:*]:443 at 10:20:30"}"#
        ),
        (#"{"src_ip":"fd00::7"}"#, #"{"src_ip":"fd00:0:*"}"#),
        (
            #"{"observed":"203.0.113.0/24","after":["10.9.0.0/16"]}"#,
            #"{"observed":"203.0.*.*/24","after":["10.9.*.*/16"]}"#
        ),
        (#"{"seq":7,"account":"kim-7f3a","path":"/a@b"}"#, #"{"seq":7,"account":"kim-7f3a","path":"/a***@…"}"#),
    ])
    func `has addresses and mail addresses in part`(line: String, shown: String) throws {
        #expect(try masked(line) == shown)
    }
}
