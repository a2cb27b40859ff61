internal import GatewayAccess
internal import GatewayIdentity

struct ChannelTrialDocument: DeskDocument {
    static let schema = ObjectSchema(
        "ChannelTrial", "What came of trying one channel.",
        [
            .needed("channel", .text),
            .needed("recipient", .text),
            .needed("result", .words("accepted", "no_address", "failed")),
            .maybe("problem", .text),
        ])

    let channel: String
    let recipient: String
    let result: String
    let problem: String?

    init(_ trial: ChannelTrial) {
        channel = trial.channel
        recipient = trial.recipient
        switch trial.result {
        case .accepted: (result, problem) = ("accepted", nil)
        case .nowhere: (result, problem) = ("no_address", nil)
        case .failed(let why): (result, problem) = ("failed", why)
        }
    }
}

struct ReceiverTrialDocument: DeskDocument {
    static let schema = ObjectSchema(
        "ReceiverTrial", "What came of trying one receiver of records.",
        [
            .needed("receiver", .text),
            .needed("result", .words("accepted", "failed")),
            .maybe("problem", .text),
        ])

    let receiver: String
    let result: String
    let problem: String?

    init(_ trial: ReceiverTrial) {
        receiver = trial.receiver
        result = trial.problem == nil ? "accepted" : "failed"
        problem = trial.problem
    }
}

struct ReloadedPartDocument: DeskDocument {
    static let schema = ObjectSchema(
        "ReloadedPart", "One thing that was read again.",
        [
            .needed("part", .text),
            .needed("adopted", .flag),
            .maybe("problem", .text, "Why the old one goes on serving."),
        ])

    let part: String
    let adopted: Bool
    let problem: String?

    init(_ part: ReloadedPart) {
        self.part = part.name
        switch part.result {
        case .adopted:
            adopted = true
            problem = nil
        case .kept(let why):
            adopted = false
            problem = why
        }
    }
}

/// Masked, as it went out.
struct WarningDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Warning", "Masked, as it went out.",
        [
            .needed("number", .text),
            .needed("at", .instant),
            .needed("event", .text),
            .needed("severity", .choice(of: SecurityWarning.Severity.self)),
            .needed("audience", .words("owner", "sponsor", "security_officer")),
            .maybe("account", .text),
            .maybe("source", .text),
            .maybe("failures", .count),
            .needed("text", .text),
        ])

    let number: String
    let at: String
    let event: String
    let severity: String
    let audience: String
    let account: String?
    let source: String?
    let failures: Int?
    let text: String

    init(_ warning: SecurityWarning) {
        number = warning.number.description
        at = warning.koreanTime
        event = warning.event.rawValue
        severity = warning.severity.rawValue
        switch warning.audience {
        case .owner: audience = "owner"
        case .sponsor: audience = "sponsor"
        case .securityOfficer: audience = "security_officer"
        }
        account = warning.account
        source = warning.source
        failures = warning.failures
        text = warning.text(in: .korean)
    }
}
