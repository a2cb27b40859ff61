import GatewayIdentity
import GatewayPolicy

// Rules over the stream of records.

extension WatchKind {
    /// The keys that say what it looks for.
    var keys: [String] { neededKeys + otherKeys }

    var neededKeys: [String] {
        switch self {
        case .newCountry, .newNetwork, .newDevice, .newCertificate: []
        case .offHours: ["windows"]
        case .impossibleTravel, .volume, .dormant: ["within"]
        case .distinctObjects, .distinctQueries, .denials, .enumeration, .codeFailures, .concurrentUse:
            ["limit", "within"]
        }
    }

    private var otherKeys: [String] {
        switch self {
        case .newCountry, .newNetwork, .newDevice, .newCertificate: ["memory", "learning"]
        case .volume: ["bytes", "requests", "times", "learning"]
        case .offHours, .impossibleTravel, .dormant, .distinctObjects, .distinctQueries, .denials, .enumeration,
            .codeFailures, .concurrentUse:
            []
        }
    }
}

extension VocabularyMapping {
    static let watchKeys = ["limit", "within", "windows", "memory", "learning", "bytes", "requests", "times"]
    static let mostRequests = 1_000_000

    static let watchRule = VocabularyMapping(
        "watch_rule", "a watch rule", "Watch rules", "감시 규칙",
        bonds: WatchKind.allCases.map { kind in
            .when(
                "kind", is: kind.rawValue,
                needs: kind.neededKeys.map { [$0] } + (kind == .volume ? [["bytes", "requests"]] : []),
                refuses: watchKeys.filter { !kind.keys.contains($0) })
        },
        keys: [
            .init(
                "id", .name(.watch), .required, "partner-objects", "Its name, in records, alarms and measures.",
                "규칙의 이름. 기록, 경보, 조치에 나타납니다.", "NCT3-N-U1"),
            .init(
                "kind", .choice(of: WatchKind.self), .required, "distinct_objects",
                "What it looks for. docs/watching.md explains each.", "무엇을 찾는지. 각각의 뜻은 docs/watching.md에 있습니다.",
                "nct-2025-04 2.10"),
            aim(
                "roles", .filledSet(.name(.roles)), "[staff]", "Of whom: whoever holds one of them.",
                "누구의 행동: 이 가운데 하나를 가진 사람."),
            aim(
                "consoles", .filledSet(.name(.consoles)), "[fab]",
                "Where. A rule with consoles does not see sign-ins, which are for no console.",
                "어디에서. 콘솔을 적은 규칙은 어느 콘솔의 것도 아닌 로그인은 보지 않습니다."),
            aim(
                "grades", .filledSet(.choice(of: Grade.self)), "[classified]",
                "On consoles that count as one of these.",
                "이 등급으로 취급되는 콘솔에서."),
            aim(
                "grants", .filledSet(.text(longest: nil)), "[EXP-2026-014]",
                "Of partners who come by a running grant of one of these references.", "이 번호의 진행 중인 허가로 들어오는 협력사에 대해."),
            .init(
                "limit", .count(1...WatchRule.highestLimit), kindly, "100", "How many are no alarm; one more is.",
                "경보가 아닌 최대 수. 하나 더 많으면 경보입니다.", "NCT3-N-U1"),
            .init(
                "within", .duration, kindly, "10m",
                "In how long. Of `impossible_travel`: two countries in less; of `dormant`: nothing seen for this long. At most 35d.",
                "얼마 동안. `impossible_travel`은 두 국가 사이의 간격, `dormant`는 아무것도 없던 기간. 최대 35d.", "NCT3-N-U1"),
            .init(
                "windows", .filledSet(.name(.windows)), kindly, "[office]", "Outside of all of these is off-hours.",
                "이 시간대 모두의 밖이 업무 외 시간입니다.", "nct-2025-04 2.10"),
            .init(
                "memory", .duration, .usually("30d"), "30d",
                "What the person used in this time is nothing new. At most 35d.", "이 기간에 쓴 것은 새것이 아닙니다. 최대 35d.",
                "nct-2025-04 2.10"),
            .init(
                "learning", .form(.age), .usually("7d"), "7d",
                "For so long after a person is first seen, what is new is only noted, and their own average not used. At most 35d.",
                "사람이 처음 나타난 뒤 이 동안은 새것을 적어 두기만 하고, 자신의 평균도 쓰지 않습니다. 최대 35d.", "nct-2025-04 2.10"),
            .init(
                "bytes", .size,
                .otherwise(
                    Wording("no limit; `volume` needs this or `requests`", "한도 없음. `volume`에는 이것이나 `requests`가 필요함")),
                "500MiB",
                "Bytes sent to the person.", "그 사람에게 보낸 바이트.", "NCT3-N-U1"),
            .init(
                "requests", .count(1...mostRequests),
                .otherwise(Wording("no limit; `volume` needs this or `bytes`", "한도 없음. `volume`에는 이것이나 `bytes`가 필요함")),
                "2000",
                "Requests that were answered.", "응답한 요청의 수.", "NCT3-N-U1"),
            .init(
                "times", .count(2...1000), .otherwise(Wording("no comparison", "비교하지 않음")), "10",
                "Also more than so many times the person's own average, where that is above a tenth of the fixed limit.",
                "고정 한도의 10분의 1을 넘을 때, 그 사람 평균의 이 배수를 넘어도 경보입니다.", "NCT3-N-U1"),
            .init(
                "measures", .list(of: .choice(of: WatchMeasure.self), atLeast: 1, isSet: true), .usually("[notify]"),
                "[notify, end_sessions]",
                "A ladder: the first alarm takes the first step, the next one within `escalate_within` the next. Every step tells owner, sponsor and officer.",
                "단계별 조치: 첫 경보는 첫 단계를, `escalate_within` 안의 다음 경보는 다음 단계를 취합니다. 어느 단계든 본인, 책임자, 보안책임자에게 알립니다.",
                "NCT2-4.3-P2"),
            .init(
                "severity", .choice(of: WatchSeverity.self), .usually("medium"), "high", "In warnings and records.",
                "경고와 기록에서의 심각도.", "nct-2025-04 2.10"),
            .init(
                "cooldown", .form(.age), .usually("10m"), "10m",
                "For so long after an alarm the rule says nothing more of the same person.",
                "경보 뒤 이 동안 같은 사람에 대해서는 다시 알리지 않습니다.", "nct-2025-04 2.10"),
            .init(
                "escalate_within", .form(.age), .usually("24h"), "24h",
                "How long an alarm is remembered for the next step.",
                "다음 단계를 위해 경보를 기억하는 시간.", "NCT2-4.3-P2"),
            .init(
                "owner", .account,
                .otherwise(Wording("the partner's sponsor, and the office of security", "협력사의 책임자와 보안 부서")),
                "kim-7f3a", "Who looks after what it finds.", "찾아낸 것을 맡아 처리하는 사람.", "NCT3-N-U1"),
        ])

    private static let kindly = VocabularyKey.Presence.otherwise(Wording("by kind, as below", "아래와 같이 종류에 따름"))

    private static func aim(
        _ name: String, _ kind: ValueKind, _ example: String, _ english: String, _ korean: String
    ) -> VocabularyKey {
        .init(name, kind, .otherwise(Wording("all", "모두")), example, english, korean, "NCT3-N-U1")
    }
}
