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
        let subject = FindingText.clock
        guard !settings.sources.isEmpty else {
            guard policy?.hasClassifiedConsoles ?? false else { return [] }
            return [
                Finding(
                    .warning, subject,
                    .init("비교할 출처가 없는데 기밀 콘솔이 있습니다", "is held against nothing, and there are classified consoles"),
                    .init(
                        "'clock'에 시각의 출처를 두 개 이상 적으십시오. 예: [kernel, ntp://ntp.example.kr]. 출처가 없으면 시각이 어긋나도 아무것도 거부하지 않습니다.",
                        "Name two sources or more in 'clock', for example [kernel, ntp://ntp.example.kr]. Without them nothing is refused for a clock that is off."
                    )
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
                        .warning, "\(source)",
                        .init("시각을 알려 주지 않습니다: \(error)", "says nothing about the clock: \(error)"),
                        .init(
                            "응답하는 출처가 하나도 없으면 기밀 콘솔 접속을 거부합니다.",
                            "Without a source that answers, classified consoles are closed.")))
            }
        }
        let reading = ClockReading.combined(readings)
        if reading == nil, !readings.isEmpty {
            findings.append(
                Finding(
                    .error, subject, .init("출처가 알려 주는 시각이 서로 맞지 않습니다", "its sources contradict each other"),
                    .init("어느 출처가 틀렸는지 확인하십시오.", "Find out which of them is wrong.")))
        }
        let standing = settings.judge.standing(reading)
        guard standing != .safe else {
            return findings + [
                Finding(
                    .note, subject,
                    .init(
                        "출처가 알려 주는 시각과 맞습니다: 오차 \(reading?.milliseconds ?? 0) ms",
                        "agrees with its sources: to be corrected by \(reading?.milliseconds ?? 0) ms"),
                    .init("조치할 것이 없습니다.", "-"))
            ]
        }
        findings.append(
            Finding(
                standing == .warn ? .warning : .error, subject, Self.text(standing, reading),
                .init(
                    "chrony가 신뢰할 수 있는 시간 서버(국내에서는 UTC(KRIS))를 따르게 하십시오. 오차가 \(Self.milliseconds(settings.judge.deny)) ms를 넘으면 기밀 콘솔 접속을 거부합니다.",
                    "Have chrony follow a time server that you trust (UTC(KRIS) in Korea). Beyond \(settings.judge.deny) classified consoles are closed."
                )
            ))
        return findings
    }

    private static func milliseconds(_ span: Duration) -> Int { Int(span / .milliseconds(1)) }

    private static func text(_ standing: ClockStanding, _ reading: ClockReading?) -> FindingText {
        let korean =
            switch standing {
            case .unwatched, .safe, .warn: "어긋나 있습니다"
            case .unsafe: "어긋나 신뢰할 수 없습니다"
            case .unknown: "얼마나 어긋났는지 알 수 없습니다"
            }
        let offset = reading.map { "to be corrected by \($0.milliseconds) ms" } ?? "nobody can say how far it is off"
        return FindingText(
            korean + (reading.map { ": 오차 \($0.milliseconds) ms" } ?? ""), "\(standing.rawValue): \(offset)")
    }
}

extension PolicySnapshot {
    /// Whether anything needs a clock that somebody vouches for.
    var hasClassifiedConsoles: Bool { definition.consoles.contains { grade(of: $0.id) == .classified } }
}
