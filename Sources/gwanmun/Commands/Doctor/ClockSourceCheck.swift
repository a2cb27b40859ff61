import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayTime

/// Asks the sources of time, as the node does (guide, NCT2-4.6-P3): no internet is needed, but whoever is named.
struct ClockSourceCheck {
    private let settings: ClockSettings
    private let policy: PolicySnapshot?

    init(_ settings: ClockSettings, _ policy: PolicySnapshot?) {
        self.settings = settings
        self.policy = policy
    }

    func findings() -> [Finding] {
        let subject = "clock"
        guard !settings.sources.isEmpty else {
            guard policy?.hasClassifiedConsoles ?? false else { return [] }
            return [
                Finding(
                    .warning, subject, "is held against nothing, and there are classified consoles",
                    "Name two sources or more in 'clock', for example [kernel, ntp://ntp.example.kr]. Without them nothing is refused for a clock that is off."
                )
            ]
        }
        var readings: [ClockReading] = []
        var findings: [Finding] = []
        for source in settings.sources {
            do {
                readings.append(try ClockSources.reading(source))
            } catch {
                findings.append(
                    Finding(
                        .warning, "\(source)", "says nothing about the clock: \(error)",
                        "Without a source that answers, classified consoles are closed."))
            }
        }
        let reading = ClockReading.combined(readings)
        if reading == nil, !readings.isEmpty {
            findings.append(
                Finding(.error, subject, "its sources contradict each other", "Find out which of them is wrong."))
        }
        let standing = settings.judge.standing(reading)
        guard standing != .safe else {
            return findings + [
                Finding(
                    .note, subject, "agrees with its sources: to be corrected by \(reading?.milliseconds ?? 0) ms", "-")
            ]
        }
        let offset = reading.map { "to be corrected by \($0.milliseconds) ms" } ?? "nobody can say how far it is off"
        findings.append(
            Finding(
                standing == .warn ? .warning : .error, subject, "\(standing.rawValue): \(offset)",
                "Have chrony follow a time server that you trust (UTC(KRIS) in Korea). Beyond \(settings.judge.deny) classified consoles are closed."
            ))
        return findings
    }
}

extension PolicySnapshot {
    /// Whether anything needs a clock that somebody vouches for.
    var hasClassifiedConsoles: Bool { definition.consoles.contains { grade(of: $0.id) == .classified } }
}
