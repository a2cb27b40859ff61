import GatewayCrypto
import GatewayIdentity

@testable import GatewayAudit

/// One record of every type, and the parts they are made of.
enum RecordSamples {
    static let time = UnixTime(seconds: 1_795_309_200)  // 2026-11-22T10:00:00+09:00
    static let kim = AccountName(stored: "kim-7f3a")
    static let lee = AccountName(stored: "lee-90aa")
    static let digest = SHA256.digest(of: Array("abc".utf8))

    enum Word: String, CaseIterable { case view, logout, mail }

    static let certificate = ClientCertificate(
        fingerprint: digest, publicKey: digest, issuer: "CN=Users CA,O=Example,C=KR", serial: "4a3f", subject: "CN=kim",
        notBefore: UnixTime(seconds: 0), notAfter: .distantFuture, policies: [])
    static let subject = AuditSubject(
        account: kim, roles: [RoleName("staff")], certificate: certificate,
        factors: [FactorProof(kind: .totp, authenticator: AuthenticatorID("t1"), at: time)], sessionHash: digest)
    static let origin = AuditOrigin(address: NetworkAddress(v4: 0x0A14_0304), zone: "internal")
    static let resource = AuditResource(console: ConsoleID("fab"), grade: .classified)
    static let policy = PolicyReference(set: digest, rule: "nct-staff", profile: "nct-2025-04")
    static let line = RequestLine(method: "GET", path: RecordedPath("/project/x"), action: RecordedWord(Word.view))
    static let exchange = Exchange(status: 200, bytesIn: 0, bytesOut: 18_234, duration: .milliseconds(12))
    static let access = AuditEvent.access(.permit(by: policy), line, exchange)

    static let everyType: [AuditEvent] = [
        .start(version: "0.1.0"), .stop(.signal), .config(digest), .reload(.revocations, .refused),
        .clockOffset(milliseconds: -1200, isSafe: true),
        .tlsRefused(.certificateExpired, serverName: RecordedText("gate.example")), .loginOK,
        .loginFailed(.factorFailed, failures: 2), .factorOK(.totp, AuthenticatorID("t1")),
        .factorFailed(.totp, .otpReplayed, failures: 3),
        .lock(AuditTarget(.account, "kim-7f3a"), .factorFailed, until: time),
        .unlock(AuditTarget(.account, "kim-7f3a")),
        .disable(kim, .accountLocked), .enable(kim), .sessionStart(until: time), .sessionStepUp(.totp),
        .sessionEnd(RecordedWord(Word.logout), of: kim),
        .decision(.deny(.zoneDenied, by: policy), line), access,
        .warningSent(channel: RecordedWord(Word.mail), to: kim, about: .lock, .delivered), .warningsTested,
        .forwarding(receiver: RecordedText("soc"), .gap, records: 3...9),
        .accountChange(lee, .added),
        .accountRequest(
            lee, .approved,
            RequestParties(
                request: "3f2a", wish: "account", applicant: "hong-41c2", approver: "kim-7f3a",
                roles: [RoleName("staff")])),
        .serviceTerms(lee, owner: kim, networks: [RecordedText("10.20.3.0/28")], until: time),
        .roleChange(lee, before: [], after: [RoleName("staff")]),
        .roleChange(
            lee, before: [], after: [RoleName("staff")],
            ChangeGrounds(request: "3f2a", cause: .standing, applicant: "hr-feed-77", approver: "kim-7f3a")),
        .certificateChange(lee, .added, .certificate(digest)),
        .factorChange(lee, .totp, .codeIssued, nil),
        .factorChange(lee, .totp, .added, AuthenticatorID("t2"), replacing: AuthenticatorID("t1")),
        .grantChange(AuditTarget(.grant, "g-17"), lee, .added, until: time),
        .policyChange(
            before: nil, after: digest, .adopted,
            PolicyGrounds(version: "2", cause: .change, draft: "d-1", author: "kim-7f3a", approver: "lee-90aa")),
        .policyChange(
            before: nil, after: digest, .adopted,
            PolicyGrounds(version: "3", draft: "d-2", author: "kim-7f3a", writers: ["kim-7f3a", "hong-41c2"])),
        .policyDraft(.approved, PolicyDraftFacts(draft: "d-1", bundle: digest, seal: digest, approver: "lee-90aa")),
        .policyDraft(.trialStarted, PolicyDraftFacts(draft: "d-1", bundle: digest, trial: digest)),
        .policyTamper(found: nil, serving: digest), .keyEvent(AuditTarget(.key, "data-1"), .rotated),
        .segmentStart(version: "0.1.0"),
        .logGap(.tornLine(bytes: 17)), .logVerified(first: 1, last: 99),
        .logVerified(first: 1, last: 99, found: TrailFlaw(shownBy: "chain", at: "x:1")), .logRead(filter: digest),
        .logDeleted(DeletedStretch(first: 1, last: 7, previousHash: digest, lastHash: digest), .retention),
        .logHold(RecordedText("h-1"), .added, from: nil, to: nil),
        .logUnmasked(AuditTarget(.record, "0123456789abcdef0123456789abcdef")),
        .logExport(filter: digest, format: RecordedText("csv"), first: 1, last: 99, records: 3),
        .sessionMisuse, .handoff(.issued), .handoff(.refused), .terminalCode(.issued), .terminalCode(.refused),
        .peopleRead, .peopleWatched(for: nil), .peopleWatched(for: .seconds(90)), .administrationRefused(.actionDenied),
        .administrationRefused(
            .actionDenied,
            RefusedUndoing(
                order: RecordedWord(Word.logout), id: "m-1", rule: "partner-objects", step: "pause_grant",
                account: lee, isDrill: true)),
        .anomaly(
            AnomalyFacts(
                rule: "partner-objects", kind: "distinct_objects", observed: "101", limit: "100 in 10m",
                severity: .error, grounds: ["00000000000000010000000000000002"], measure: "m-1", account: lee,
                isDrill: true)),
        .measure(
            MeasureFacts(
                id: "m-1", rule: "partner-objects", step: "end_sessions", change: .taken, severity: .error,
                account: lee, owner: kim, isDrill: false)),
        .monitor(isWatching: false), .monitor(isWatching: true),
        .reviewTask(ReviewedTask(id: "rights-2026-Q4", period: "2026-Q4"), .overdue),
        .reviewSigned(ReviewedTask(id: "rights-2026-Q4", period: "2026-Q4"), sheet: digest, findings: 2),
        .rightKept(RecordedText("rule:nct-admin"), .added, until: UnixTime(seconds: 1_795_309_200)),
        .reportChange(
            .filed,
            ReportFacts(
                id: "r-1", kind: RecordedWord(ReportChange.filed), about: "한빛 클라우드", sha256: digest,
                madeAt: UnixTime(seconds: 1_795_309_200), due: UnixTime(seconds: 1_795_395_600), hasFailed: true)),
        .reportChange(
            .overdue,
            ReportFacts(
                id: "r-1", kind: RecordedWord(ReportChange.filed), about: "fab", sha256: nil, madeAt: nil, due: nil,
                hasFailed: nil)),
    ]

    static func entry(_ event: AuditEvent) -> AuditEntry {
        AuditEntry(event, at: time, request: RequestID(high: 1, low: 2), by: subject, from: origin, on: resource)
    }

    /// Bodies of `events`, in order.
    static func bodies(_ events: [AuditEvent]) -> [[UInt8]] {
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 0xABCD))
        return events.map { event in composer.compose(entry(event)) { Array($0) } }
    }

    /// Whole lines, chained from the origin, without their LF.
    static func lines(_ events: [AuditEvent]) -> [[UInt8]] {
        var chain = ChainWriter(after: .origin)
        var buffer = RecordBuffer()
        for body in bodies(events) { body.withUnsafeBytes { chain.append($0, to: &buffer) } }
        return buffer.withBytes { $0.split(separator: 0x0A).map(Array.init) }
    }
}
