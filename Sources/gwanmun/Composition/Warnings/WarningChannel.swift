import GatewayAccess
import GatewayIdentity

/// The ways by which warnings leave the house.
enum WarningChannel: String, CaseIterable {
    case webhook, mail, syslog
}

/// What became of an attempt to carry a message.
enum Carriage: Sendable, Equatable {
    case accepted
    /// The receiver does not want this one; others may fare better.
    case refused(String)
    /// The receiver cannot be reached, or is not who it should be: nothing fares better now.
    case unreached(String)
    /// Whoever it is for has no address here.
    case nowhere
}

/// One channel's way of handing a message over. One at a time.
protocol WarningCarrier: Sendable {
    var channel: WarningChannel { get }

    /// Whether warnings to this audience go this way.
    func takes(_ audience: SecurityWarning.Audience) -> Bool

    /// Whether the officer gets what is of little weight together, every ten minutes: people read it.
    var gathersTrifles: Bool { get }

    /// - Parameter id: names the message, the same at every attempt.
    func carry(_ message: WarningMessage, id: String) async -> Carriage
}
