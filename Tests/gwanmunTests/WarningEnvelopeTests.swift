import GatewayIdentity
import Testing

@testable import GatewayAccess
@testable import gwanmun

@Suite struct `A warning on its way to the webhook` {
    private func warning(to audience: SecurityWarning.Audience) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 1, low: 2), at: UnixTime(seconds: 1_795_336_265), audience: audience,
            severity: .high, event: .locked, account: "ki***", source: "203.0.*.*", device: nil, service: "Gwanmun",
            failures: 5, lock: .until(UnixTime(seconds: 1_795_338_065)), occurrences: 2, contact: "02-000-0000")
    }

    @Test func `tells the security officer nothing but what is masked`() throws {
        let text = String(
            decoding: try WarningEnvelope(warning(to: .securityOfficer), id: "1").encoded(), as: UTF8.self)
        #expect(text.contains(#""account":"ki***""#))
        #expect(!text.contains("recipient"))
        #expect(!text.contains("7f3a"))
    }

    @Test func `names the owner as its address, and masks what it shows of them`() throws {
        let owner = AccountName(stored: "kim-7f3a")
        let envelope = try WarningEnvelope.decode(WarningEnvelope(warning(to: .owner(owner)), id: "1").encoded())
        #expect(envelope.recipient == "kim-7f3a")
        #expect(envelope.account == "ki***")
        #expect(!envelope.text.ko.contains("7f3a") && !envelope.text.en.contains("7f3a"))
    }

    @Test func `says in both languages what happened, how often, and until when nothing is accepted`() {
        let envelope = WarningEnvelope(warning(to: .securityOfficer), id: "1")
        #expect(envelope.lock == .until)
        #expect(envelope.lockedUntil == RFC3339.string(UnixTime(seconds: 1_795_338_065)))
        #expect(envelope.text.ko.contains("계정이 잠겼습니다") && envelope.text.en.contains("locked"))
        #expect(envelope.text.en.contains("Failed attempts: 5"))
    }
}
