import GatewayAccess
import GatewaySettings
import Logging

/// Where warnings of unlawful sign-in attempts go: one log line each, and the webhook that the settings name.
final class WarningPost: WarningSink {
    private let logger: Logger

    init(_ settings: WarningSettings, logger: Logger) throws {
        self.logger = logger
    }

    func deliver(_ warning: SecurityWarning) {
        logger.warning(
            "security warning",
            metadata: [
                "event": "\(warning.event.rawValue)", "severity": "\(warning.severity.rawValue)", "number": "\(warning.number)",
                "account": "\(warning.account ?? "-")", "source": "\(warning.source ?? "-")", "failures": "\(warning.failures.map(String.init) ?? "-")",
            ])
    }
}
