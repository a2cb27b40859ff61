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
    /// The receiver cannot be reached, is not who it should be, or failed over this one: others may fare no better.
    case unreached(String)
    /// Whoever it is for has no address here.
    case nowhere
}

/// One channel's way of handing a message over. One at a time.
protocol WarningCarrier: Sendable {
    var channel: WarningChannel { get }

    /// The copies of a warning that go this way, each carried, tried again and given up by itself: none where its
    /// audience is told otherwise, several where several hold the office.
    func copies(of warning: SecurityWarning) -> [SecurityWarning]

    /// Whether the officer gets what is of little weight together, every ten minutes: people read it.
    var gathersTrifles: Bool { get }

    /// - Parameter id: names the message, the same at every attempt.
    func carry(_ message: WarningMessage, id: String) async -> Carriage
}
