import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `A record` {
    @Test func `of an access is written in these bytes and no others`() throws {
        let line = try #require(RecordSamples.lines([RecordSamples.access]).first)
        // Hash by Python's hashlib over the line without its field `hash`.
        let expected =
            #"{"seq":1,"ts":"2026-11-22T10:00:00.000+09:00","event_id":"000000000000abcd0000000000000001","type":"access","severity":"info","#
            + #""outcome":"success","host":"gw01","request_id":"00000000000000010000000000000002","account":"kim-7f3a","roles":["staff"],"#
            + #""cert_issuer":"CN=Users CA,O=Example,C=KR","cert_serial":"4a3f","#
            + #""cert_spki_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","#
            + #""factors":[{"kind":"totp","at":"2026-11-22T10:00:00.000+09:00","id":"t1"}],"#
            + #""session_hash":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","src_ip":"10.20.3.4","zone":"internal","#
            + #""upstream":"fab","grade":"classified","method":"GET","path":"/project/x","action":"view","status":200,"bytes_in":0,"#
            + #""bytes_out":18234,"duration_ms":12,"decision":"permit","rule_id":"nct-staff","profile_id":"nct-2025-04","#
            + #""policy_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","inputs":"none","#
            + #""prev_hash":"0000000000000000000000000000000000000000000000000000000000000000","#
            + #""hash":"d45bddc42f0298a66f42b67584dc0cf7c2ed566c557466ef2df7be36b8d71e14"}"#
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test func `of a traced request names the trace behind the request`() {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        let digits = Array("4bf92f3577b34da6a3ce929d0e0e4736".utf8)
        let entry = AuditEntry(
            RecordSamples.access, at: RecordSamples.time, request: RequestID(high: 1, low: 2),
            trace: digits.withUnsafeBytes { TraceID(digits: $0) })
        let body = composer.compose(entry) { String(decoding: $0, as: UTF8.self) }
        #expect(
            body.contains(
                #""request_id":"00000000000000010000000000000002","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","#))
    }

    @Test func `of what a console's page did by itself says so behind what it did`() {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        let line = RequestLine(
            method: "GET", path: RecordedPath("/poll"), action: RecordedWord(RecordSamples.Word.view),
            activity: .background)
        let entry = AuditEntry(
            .decision(.permit(by: RecordSamples.policy), line), at: RecordSamples.time,
            request: RequestID(high: 1, low: 2))
        let body = composer.compose(entry) { String(decoding: $0, as: UTF8.self) }
        #expect(body.contains(#""path":"/poll","action":"view","activity":"background","#))
    }

    @Test func `of a decision holds what it was made of, and leaves out what is as usual`() {
        func fields(_ inputs: DecisionInputs) -> String {
            var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
            let event = AuditEvent.decision(.permit(by: .none, upon: .whole(inputs)), RecordSamples.line)
            let body = composer.compose(AuditEntry(event, at: RecordSamples.time)) {
                String(decoding: $0, as: UTF8.self)
            }
            return body.split(separator: #""decision":"permit""#).last.map(String.init) ?? body
        }
        let known = #","inputs":"whole","revocation_as_of":"2026-11-22T10:00:00.000+09:00""#
        #expect(fields(DecisionInputs(handshakeAt: nil, revocationAsOf: RecordSamples.time)) == known)
        let certificate = FactorProof(
            kind: .certificate, authenticator: .certificate(key: RecordSamples.digest), at: RecordSamples.time)
        let grant = DecisionInputs.RecordedGrant(
            id: "g", from: RecordSamples.time, to: RecordSamples.time + .seconds(1))
        #expect(
            fields(
                DecisionInputs(
                    factors: [certificate], certificate: RecordSamples.certificate, handshakeAt: RecordSamples.time,
                    revocationAsOf: RecordSamples.time,
                    state: RecordedWord(RecordSamples.Word.mail), tie: RecordedWord(RecordSamples.Word.view),
                    grants: [grant]))
                == #","inputs":"whole","factors":[{"kind":"certificate","at":"2026-11-22T10:00:00.000+09:00"}],"#
                + #""handshake_at":"2026-11-22T10:00:00.000+09:00","revocation_as_of":"2026-11-22T10:00:00.000+09:00","account_state":"mail","#
                + #""certificate_tie":"view","grants":[{"id":"g","from":"2026-11-22T10:00:00.000+09:00","to":"2026-11-22T10:00:01.000+09:00"}]"#
        )
    }

    @Test func `of a decision is read back with what its grants are narrowed to`() throws {
        let names = DecisionInputs.RecordedGrant.ScopeTerm.Name.allCases
        let grant = DecisionInputs.RecordedGrant(
            id: "g", from: RecordSamples.time, to: RecordSamples.time, scope: names.map { .init($0, ["a", "b"]) })
        let inputs = DecisionInputs(handshakeAt: nil, revocationAsOf: RecordSamples.time, grants: [grant, grant])
        let event = AuditEvent.decision(.permit(by: .none, upon: .whole(inputs)), RecordSamples.line)
        let line = try #require(RecordSamples.lines([event]).first)
        let record = try #require(line.withUnsafeBytes { ParsedRecord(line: $0) })
        #expect(record.grantIDs == ["g", "g"])
        guard case .array(let grants) = record[.grants], case .object(let members) = grants[0] else {
            Issue.record("no list of grants")
            return
        }
        #expect(members.map(\.name) == ["id", "from", "to"] + names.map(\.rawValue))
    }

    @Test func `of what came of a decision repeats the ids of its grants, and nothing else of its inputs`() {
        func fields(_ grants: [DecisionInputs.RecordedGrant]) -> String {
            let inputs = DecisionInputs(handshakeAt: nil, revocationAsOf: RecordSamples.time, grants: grants)
            var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
            let end = Exchange(status: 200, bytesIn: 0, bytesOut: 1, duration: .milliseconds(1))
            let event = AuditEvent.access(
                .permit(by: .none, upon: DecisionBasis.whole(inputs).ofEarlier), RecordSamples.line, end)
            return composer.compose(AuditEntry(event, at: RecordSamples.time)) { String(decoding: $0, as: UTF8.self) }
        }
        func grant(_ id: String?) -> DecisionInputs.RecordedGrant {
            .init(id: id, from: RecordSamples.time, to: RecordSamples.time, scope: [.init(.paths, ["/**"])])
        }
        #expect(
            fields([grant("a"), grant(nil), grant("b")]).contains(
                #""inputs":"earlier","grants":[{"id":"a"},{"id":"b"}]"#))
        #expect(!fields([]).contains("grants"))
        #expect(fields([]).contains(#""inputs":"earlier""#))
    }

    @Test func `of more grants than it holds says that it is cut, and stays short`() {
        let grant = DecisionInputs.RecordedGrant(id: nil, from: RecordSamples.time, to: RecordSamples.time)
        let many = DecisionInputs(
            handshakeAt: nil, revocationAsOf: RecordSamples.time, grants: Array(repeating: grant, count: 100_000))
        #expect(many.fields.bytes.count < 8192)
        #expect(String(decoding: many.fields.bytes, as: UTF8.self).hasPrefix(#","inputs":"cut","#))
    }

    @Test(arguments: [(1, 1, 512, "whole"), (1, 1, 513, "cut"), (1, 64, 400, "whole"), (4, 64, 512, "cut")])
    func `of a decision holds what grants are narrowed to whole, or says that it is cut`(
        grants: Int, words: Int, bytes: Int, says: String
    ) throws {
        let paths = (0..<words).map { "/" + String(repeating: "p", count: bytes - 3) + "\($0 + 10)".suffix(2) }
        let inputs = DecisionInputs(
            handshakeAt: nil, revocationAsOf: RecordSamples.time,
            grants: (1...grants).map {
                .init(
                    id: "g-\($0)", from: RecordSamples.time, to: RecordSamples.time, scope: [.init(.paths, paths)])
            })
        let event = AuditEvent.decision(.permit(by: .none, upon: .whole(inputs)), RecordSamples.line)
        let line = try #require(RecordSamples.lines([event]).first)
        #expect(line.count < RecordLine.bodyLimit)
        let record = try #require(line.withUnsafeBytes { ParsedRecord(line: $0) })
        #expect(record.text(.inputs) == says)
        // It is found by its grants either way.
        #expect(record.grantIDs == (1...grants).map { "g-\($0)" })
        guard says == "whole" else { return }
        guard case .array(let told) = record[.grants], case .object(let members) = told[0],
            case .array(let listed) = members.first(where: { $0.name == "paths" })?.value
        else {
            Issue.record("no paths")
            return
        }
        #expect(listed == paths.map { .string($0) })
    }

    @Test func `of every type is one JSON object with the fields all records have`() throws {
        let lines = RecordSamples.lines(RecordSamples.everyType)
        for (event, line) in zip(RecordSamples.everyType, lines) {
            let record = try #require(line.withUnsafeBytes { ParsedRecord(line: $0) }, "\(event)")
            #expect(record.type == event.type)
            #expect(record.text(.outcome) == event.outcome.rawValue)
            #expect(record.text(.severity) == event.severity.rawValue)
            #expect(record.text(.reason) == event.reason?.rawValue)
            #expect(record.time == RecordSamples.time)
            for field in [
                RecordField.eventID, .host, .account, .certificateIssuer, .certificateSerial, .certificateKey,
                .sourceAddress,
            ] {
                #expect(record.text(field) != nil, "\(field) of \(event.type)")
            }
        }
    }

    @Test func `exists for every type, each with names from the closed list alone`() throws {
        #expect(Set(RecordSamples.everyType.map(\.type)) == Set(RecordType.allCases))
        let known = Set(RecordField.allCases.map(\.rawValue))
        for line in RecordSamples.lines(RecordSamples.everyType) {
            let record = try #require(line.withUnsafeBytes { ParsedRecord(line: $0) })
            #expect(record.members.map(\.name).allSatisfy(known.contains))
        }
    }

    @Test func `leaves out what is not known`() throws {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        let entry = AuditEntry(
            .loginFailed(.certificateNotBound, failures: nil), at: RecordSamples.time, from: RecordSamples.origin)
        let body = composer.compose(entry) { String(decoding: $0, as: UTF8.self) }
        for field in [RecordField.account, .roles, .factors, .sessionHash, .requestID, .upstream, .failures, .policy] {
            #expect(!body.contains("\"\(field.rawValue)\""))
        }
        #expect(!body.contains("null"))
    }

    @Test func `has its time to the millisecond, in Korean time, also when the second changes back`() {
        var stamp = TimeStamp()
        for milliseconds in [0, 999, 1000, 1_795_309_200_123, 1_795_309_200_007, 1_795_309_199_999, 1_795_309_261_050]
            as [Int64]
        {
            var buffer = RecordBuffer()
            let time = UnixTime(milliseconds: milliseconds)
            stamp.append(time, to: &buffer)
            #expect(buffer.withBytes { String(decoding: $0, as: UTF8.self) } == ",\"ts\":\"\(RFC3339.string(time))\"")
        }
    }

    @Test func `has an id that no other record has`() {
        var first = EventIDSource(origin: 1)
        var second = EventIDSource(origin: 2)
        let ids = (0..<100).flatMap { _ in [first.next(), second.next()] }
        #expect(Set(ids).count == 200)
    }
}
