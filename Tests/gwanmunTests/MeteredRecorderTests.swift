import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewayMetrics
import GatewayTesting
import Synchronization
import Testing

@testable import gwanmun

@Suite struct `A login` {
    private final class PlayedJournal: AuditJournal {
        let failure = Mutex<AuditFailure?>(nil)

        func record(_ entry: AuditEntry) async throws(AuditFailure) {
            if let failure = failure.withLock({ $0 }) { throw failure }
        }
    }

    private let journal = PlayedJournal()
    private let metrics = NodeMetrics(policy: .init(at: now, took: .zero))
    private static let now = UnixTime(seconds: 1_795_309_200)

    private var recorder: MeteredRecorder {
        MeteredRecorder(recorder: TrailRecorder(journal: journal, countries: CountryBook()), metrics: metrics)
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ reason: Reason? = nil, _ proofs: [FactorProof] = [],
        details: [String: String] = [:]
    ) -> SecurityEvent {
        SecurityEvent(
            kind, reason == nil ? .success : .failure, at: Self.now, requestID: RequestID(high: 0, low: 1),
            actor: .gateway, account: AccountName(stored: "kim-7f3a"), reason: reason, factors: proofs, details: details
        )
    }

    private func proof(_ kind: FactorKind, _ age: Duration = .zero) -> FactorProof {
        FactorProof(kind: kind, authenticator: AuthenticatorID("a"), at: Self.now - age)
    }

    /// The lines of logins and locks that are not 0.
    private var counted: [String] {
        Exposition.text(of: metrics.families, as: .text).split(separator: "\n").map(String.init).filter {
            ($0.hasPrefix("gwanmun_logins_total{") || $0.hasPrefix("gwanmun_factor_locks_total{"))
                && !$0.hasSuffix(" 0")
        }
    }

    /// A step-up carries the proofs of the session it raises: those were counted when they were shown.
    @Test func `is counted by what was shown in it`() async throws {
        try await recorder.record([
            event(.signIn, nil, [proof(.certificate), proof(.totp)]), event(.sessionStarted, nil, [proof(.totp)]),
        ])
        try await recorder.record([
            event(.signIn, nil, [proof(.certificate, .seconds(600)), proof(.totp, .seconds(600)), proof(.webauthn)])
        ])
        #expect(
            counted == [
                #"gwanmun_logins_total{factor="totp",result="ok"} 1"#,
                #"gwanmun_logins_total{factor="webauthn",result="ok"} 1"#,
            ])
    }

    @Test func `that is refused is counted by factor and reason, and so is the lock that follows`() async throws {
        try await recorder.record([
            event(.signInRefused, .factorFailed, details: ["factor": "totp"]),
            event(.factorLocked, .accountLocked, details: ["factor": "totp"]),
        ])
        try await recorder.record([event(.signInRefused, .sourceThrottled)])
        #expect(
            counted == [
                #"gwanmun_factor_locks_total{factor="totp"} 1"#,
                #"gwanmun_logins_total{factor="none",result="source_throttled"} 1"#,
                #"gwanmun_logins_total{factor="totp",result="factor_failed"} 1"#,
            ])
    }

    @Test func `that cannot be recorded is none, and is counted as that`() async {
        journal.failure.withLock { $0 = .diskFull }
        await #expect(throws: RecordingFailure.self) {
            try await recorder.record([event(.signIn, nil, [proof(.totp)]), event(.sessionStarted)])
        }
        #expect(counted == [#"gwanmun_logins_total{factor="none",result="log_unavailable"} 1"#])
    }

    @Test func `names nobody`() async throws {
        try await recorder.record([event(.signInRefused, .factorFailed, details: ["factor": "totp", "x": "kim-7f3a"])])
        #expect(!Exposition.text(of: metrics.families, as: .text).contains("kim"))
    }
}
