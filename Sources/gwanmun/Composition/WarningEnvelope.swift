import FoundationEssentials
import GatewayAccess
import GatewayIdentity

/// A warning as the webhook receives it: JSON, in the words of both languages.
///
/// What a person is shown is masked (compliance profile nct-2025-04, 2.10). `recipient` is the address: the receiver has to know whom to tell.
struct WarningEnvelope: Codable, Sendable {
    /// Names this message: the same at every attempt, so that a receiver can tell a repetition.
    let id: String
    /// Under which the audit trail holds the whole of it.
    let number: String
    /// KST.
    let at: String
    let service: String
    let event: String
    let severity: String
    let audience: Audience
    /// The account to be told; absent for the security officer.
    let recipient: String?
    let account: String?
    let source: String?
    let device: String?
    let failures: Int?
    let lock: Lock
    /// When `lock` is `until`.
    let lockedUntil: String?
    let occurrences: Int
    let contact: String
    let text: Texts

    enum Audience: String, Codable {
        case owner
        case securityOfficer = "security_officer"
    }

    enum Lock: String, Codable {
        case open, until
        case untilAdministrator = "until_administrator"
    }

    struct Texts: Codable {
        let ko: String
        let en: String
    }

    private enum CodingKeys: String, CodingKey {
        case id, number, at, service, event, severity, audience, recipient, account, source, device, failures, lock,
            occurrences, contact, text
        case lockedUntil = "locked_until"
    }

    init(_ warning: SecurityWarning, id: String) {
        self.id = id
        number = warning.number.description
        at = warning.koreanTime
        service = warning.service
        event = warning.event.rawValue
        severity = warning.severity.rawValue
        switch warning.audience {
        case .owner(let name): (audience, recipient) = (.owner, name.text)
        case .securityOfficer: (audience, recipient) = (.securityOfficer, nil)
        }
        account = warning.account
        source = warning.source
        device = warning.device
        failures = warning.failures
        switch warning.lock {
        case .open: (lock, lockedUntil) = (.open, nil)
        case .until(let end): (lock, lockedUntil) = (.until, RFC3339.string(end))
        case .untilAdministrator: (lock, lockedUntil) = (.untilAdministrator, nil)
        }
        occurrences = warning.occurrences
        contact = warning.contact
        text = Texts(ko: warning.text(in: .korean), en: warning.text(in: .english))
    }

    /// The bytes that are kept, signed and posted.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    static func decode(_ bytes: [UInt8]) throws -> WarningEnvelope {
        try JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}
