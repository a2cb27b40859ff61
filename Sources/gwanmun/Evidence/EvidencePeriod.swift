import ArgumentParser
import GatewayIdentity

/// `--from` and `--to` of what is exported.
struct EvidencePeriod {
    /// Inclusive.
    let from: UnixTime
    /// Exclusive.
    let to: UnixTime

    init(from: String, to: String) throws {
        self.from = try Self.instant(from, "--from")
        self.to = try Self.instant(to, "--to")
        guard self.from < self.to else { throw ValidationError("--to: is not after --from") }
    }

    private static func instant(_ text: String, _ option: String) throws -> UnixTime {
        guard let time = RFC3339.parse(text) else {
            throw ValidationError("\(option): '\(text)' is no time, expected one such as 2026-12-01T00:00:00+09:00")
        }
        return time
    }
}
