import ArgumentParser
import GatewayIdentity

/// `--from` and `--to` of what needs both.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: .init("From then on; of a day (in Korea), its beginning.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var from: TimeArgument
    @Option(
        help: .init("Until just before then; of a day, its end.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var to: TimeArgument

    /// Inclusive.
    var begin: UnixTime { from.begin }
    /// Exclusive.
    var end: UnixTime { to.end }

    func validate() throws {
        guard begin < end else { throw ValidationError("--to is not after --from") }
    }
}
