import GatewayAccess
import GatewayIdentity

/// A warning as machines are told of it: JSON.
///
/// What a person is shown is masked (compliance profile nct-2025-04, 2.10). `recipient` names whom to tell: a receiver
/// has to know that. Where somebody reads mail is not in it (`SpooledWarning`).
struct WarningEnvelope: Codable, Sendable, Equatable {
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
    let language: String
    let account: String?
    let source: String?
    let device: String?
    let failures: Int?
    let lock: Lock
    /// When `lock` is `until`.
    let lockedUntil: String?
    let occurrences: Int
    let contact: String
    /// When what is about to end ends, or what is overdue was due. KST.
    let deadline: String?

    enum Audience: String, Codable {
        case owner, sponsor
        case securityOfficer = "security_officer"
    }

    enum Lock: String, Codable {
        case open, until
        case untilAdministrator = "until_administrator"
    }

    private enum CodingKeys: String, CodingKey {
        case number, at, service, event, severity, audience, recipient, language, account, source, device, failures,
            lock, occurrences, contact, deadline
        case lockedUntil = "locked_until"
    }

    init(_ warning: SecurityWarning) {
        number = warning.number.description
        at = warning.koreanTime
        service = warning.service
        event = warning.event.rawValue
        severity = warning.severity.rawValue
        audience = Audience(warning.audience)
        recipient = warning.audience.recipient?.text
        language = warning.language.rawValue
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
        deadline = warning.deadline.map { RFC3339.string($0) }
    }

    /// What was put in; `nil` where a word is none of ours.
    var warning: SecurityWarning? {
        guard let number = RequestID(text: number), let at = RFC3339.parse(at),
            let event = SecurityWarning.Event(rawValue: event),
            let severity = SecurityWarning.Severity(rawValue: severity), let language = Language(rawValue: language),
            let audience = warningAudience, let lock = lockState
        else { return nil }
        let end = deadline.flatMap { RFC3339.parse($0) }
        guard (end == nil) == (deadline == nil) else { return nil }
        return SecurityWarning(
            number: number, at: at, audience: audience, language: language, severity: severity, event: event,
            account: account, source: source, device: device, service: service, failures: failures, lock: lock,
            occurrences: occurrences, contact: contact, deadline: end)
    }

    private var warningAudience: SecurityWarning.Audience? {
        switch (audience, recipient) {
        case (.securityOfficer, _): .securityOfficer
        case (.owner, let name?): .owner(AccountName(stored: name))
        case (.sponsor, let name?): .sponsor(AccountName(stored: name))
        case (.owner, nil), (.sponsor, nil): nil
        }
    }

    private var lockState: SecurityWarning.LockState? {
        switch lock {
        case .open: .open
        case .until: lockedUntil.flatMap(RFC3339.parse).map { .until($0) }
        case .untilAdministrator: .untilAdministrator
        }
    }
}

extension WarningEnvelope.Audience {
    init(_ audience: SecurityWarning.Audience) {
        switch audience {
        case .owner: self = .owner
        case .sponsor: self = .sponsor
        case .securityOfficer: self = .securityOfficer
        }
    }
}
