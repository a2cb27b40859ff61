import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewaySettings
import GatewayStore
import Logging

/// Where warnings of unlawful sign-in attempts go: one log line for each event, and the channels that the settings name.
///
/// A caller never waits: a warning is handed over, put into the spool, and carried from there until the receiver has it.
final class WarningPost: WarningSink {
    private let logger: Logger
    private let channels: [ChannelPost]

    /// - Throws: when a channel's key, program, papers or spool cannot be used.
    init(
        _ settings: WarningSettings, contacts: any ContactStore, host: String, journal: any AuditJournal,
        clock: @escaping Clock, logger: Logger
    ) throws {
        self.logger = logger
        var carriers: [any WarningCarrier] = []
        if let webhook = settings.webhook { carriers.append(try WebhookCarrier(webhook, clock: clock)) }
        if let mail = settings.mail { carriers.append(MailCarrier(mail, contacts: contacts, clock: clock)) }
        if let syslog = settings.syslog { carriers.append(try SyslogCarrier(syslog, host: host)) }
        if !carriers.isEmpty { try WarningSpool.makeFolder(settings.spool) }
        channels = try carriers.map {
            try ChannelPost($0, spool: settings.spool, journal: journal, clock: clock, logger: logger)
        }
    }

    func deliver(_ warning: SecurityWarning) {
        if warning.audience == .securityOfficer {
            logger.warning(
                "security warning",
                metadata: [
                    "event": "\(warning.event.rawValue)", "severity": "\(warning.severity.rawValue)",
                    "number": "\(warning.number)", "account": "\(warning.account ?? "-")",
                    "source": "\(warning.source ?? "-")",
                    "failures": "\(warning.failures.map(String.init) ?? "-")", "times": "\(warning.occurrences)",
                ])
        }
        for channel in channels {
            for copy in channel.carrier.copies(of: warning) { channel.take(copy) }
        }
    }

    /// How the channels stand, in the order of `WarningChannel`.
    var standings: [ChannelStanding] { channels.map(\.standing) }

    typealias Trial = (channel: WarningChannel, to: SecurityWarning.Audience, carriage: Carriage)

    /// Tries every channel now, past its spool.
    func attempt(_ warnings: [SecurityWarning]) async -> [Trial] {
        var results: [Trial] = []
        for channel in channels {
            let copies = warnings.flatMap { channel.carrier.copies(of: $0) }
            for (index, copy) in copies.enumerated() {
                guard let message = WarningMessage([copy]) else { continue }
                let carriage = await channel.carrier.carry(message, id: "test-\(copy.number)-\(index)")
                results.append((channel.carrier.channel, copy.audience, carriage))
            }
        }
        return results
    }

    /// Puts what was handed over into the spools and ends.
    func stop() async {
        for channel in channels { await channel.stop() }
    }
}
