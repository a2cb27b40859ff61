import ArgumentParser
import GatewayIdentity

/// `--from` and `--to` of what is exported.
struct EvidencePeriod {
    /// Inclusive.
    let from: UnixTime
    /// Exclusive.
    let to: UnixTime

    init(from: TimeArgument, to: TimeArgument) throws {
        (self.from, self.to) = (from.begin, to.end)
        guard self.from < self.to else { throw ValidationError("--to is not after --from") }
    }
}
