import GatewayIdentity
import Testing

@testable import GatewayAudit

/// Compliance profile nct-2025-04, 2.8, "Never log".
@Suite struct `A record keeps no secret` {
    @Test func `because no field for one exists`() {
        let forbidden = [
            "password", "passwd", "secret", "otp", "totp", "code", "recovery", "cookie", "token", "authorization",
            "header", "private", "seed", "pin",
            "qr", "body", "vid", "resident", "rrn", "challenge", "signature",
        ]
        for field in RecordField.allCases {
            let words = field.rawValue.split(separator: "_").map(String.init)
            #expect(forbidden.allSatisfy { !words.contains($0) }, "\(field.rawValue)")
        }
    }

    @Test(arguments: ["/a?token=s3cr3t", "/a?x#s3cr3t", "/a#s3cr3t", "?s3cr3t"])
    func `because a path ends before its query and fragment`(target: String) {
        let path = RecordedPath(target)
        #expect(path.text == (target.hasPrefix("/") ? "/a" : ""))
        #expect(path.fullLength == nil)
    }

    @Test func `because nothing that can be given to an event is free text`() {
        // A canary in every text an event takes: only names, targets and bounded texts carry it into the record.
        let canary = String(repeating: "c4n4ry", count: 100)
        let line = RequestLine(method: canary, path: RecordedPath("/x?" + canary))
        let body = RecordSamples.bodies([.decision(.deny(.badRequest, by: .none), line)])[0]
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("\"path\":\"/x\""))
        #expect(text.utf8.count < 1500)
        #expect(RecordedText(canary).text.utf8.count == RecordedText.limit)
    }

    @Test func `and a long path is cut between characters and says how long it was`() {
        let path = RecordedPath("/" + String(repeating: "가", count: 2000))
        #expect(path.text.utf8.count == 4096)
        #expect(path.text.unicodeScalars.last == "가")
        #expect(path.fullLength == 6001)
    }
}

@Suite struct `A certificate that anybody may present` {
    @Test func `cannot make the record of its refusal too long to be written`() {
        let name = "CN=" + String(repeating: "\u{1}", count: 60_000)
        let certificate = ClientCertificate(
            fingerprint: RecordSamples.digest, publicKey: RecordSamples.digest, issuer: name,
            serial: String(repeating: "f", count: 60_000),
            subject: name, notBefore: RecordSamples.time, notAfter: RecordSamples.time, policies: [])
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 1))
        let event = AuditEvent.tlsRefused(.certificateUntrustedIssuer, serverName: RecordedText(name))
        let entry = AuditEntry(event, at: RecordSamples.time, by: AuditSubject(certificate: certificate))
        #expect(composer.compose(entry) { $0.count } < 8192)
    }
}
