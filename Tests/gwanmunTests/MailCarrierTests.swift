import GatewayAccess
import GatewayIdentity
import GatewaySettings
import GatewayStore
import GatewayTesting
import Testing

@testable import gwanmun

@Suite struct `Mail to several security officers` {
    private struct NoContacts: ContactStore {
        func setContact(_: MailAddress?, of _: AccountName) async throws(StoreError) {}
        func contact(of _: AccountName) async throws(StoreError) -> MailAddress? { nil }
    }

    private let officers = ["a@example.kr", "b@example.kr"].compactMap { MailAddress($0) }

    private func carrier() throws -> MailCarrier {
        let settings = WarningSettings.Mail(from: try #require(MailAddress("gwanmun@example.kr")), officers: officers)
        return MailCarrier(settings, contacts: NoContacts(), clock: ManualClock().clock)
    }

    private func warning(to audience: SecurityWarning.Audience) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 1, low: 1), at: Sample.start, audience: audience, severity: .high, event: .locked,
            account: "ki***", source: nil, device: nil, service: "Gwanmun", failures: nil, lock: .open, occurrences: 1,
            contact: "02-000-0000")
    }

    /// Each is a file of its own: what one of them got is not sent again for the sake of the other.
    @Test func `is a letter for each, and to a person one`() throws {
        let carrier = try carrier()
        #expect(carrier.copies(of: warning(to: .securityOfficer)).map(\.address) == officers)
        let owner = warning(to: .owner(AccountName(stored: "kim-7f3a")))
        #expect(carrier.copies(of: owner) == [owner])
    }
}
