import GatewayIdentity
import GatewayPolicy

// Grades, lockout, and the limits that roles and floors can write too.

extension VocabularyMapping {
    static let grade = VocabularyMapping(
        "grade", "a grade", "Grades", "등급",
        keys: [
            .init(
                "lockout", .name(.lockout), .required, "strict", "Which profile counts failed factors.",
                "실패한 인증을 세는 잠금 프로필.", "NCT2-4.2-U1"),
            .init(
                "idle", .duration, .required, "10m",
                "Longest time without a request; background requests do not count. At most 1 h, on classified consoles 15 min.",
                "요청 없이 지낼 수 있는 가장 긴 시간. 배경 요청은 세지 않습니다. 최대 1시간, 기밀 콘솔은 15분.", "nct-2025-04 2.2"),
            .init(
                "absolute", .duration, .required, "4h",
                "Longest life of a session. At most 24 h, on classified consoles 12 h.",
                "세션의 가장 긴 수명. 최대 24시간, 기밀 콘솔은 12시간.", "nct-2025-04 2.2"),
            .init(
                "step_up", .duration, .required, "15m",
                "How old the proof of a factor other than the certificate may be, on every request. At most 24 h, 4 h, 1 h.",
                "인증서가 아닌 인증 수단의 증명이 모든 요청에서 얼마나 오래되어도 되는지. 등급별로 최대 24시간, 4시간, 1시간.",
                "nct-2025-04 2.2"),
            .init(
                "concurrent", .count(1...100), .required, "1", "How many sessions one person has at once.",
                "한 사람이 동시에 가질 수 있는 세션 수.", "nct-2025-04 2.2"),
            .init(
                "when_full", .choice(of: SessionLimits.WhenFull.self), .required, "refuse",
                "What a login does that would be one session too many: end the oldest, or be refused.",
                "세션이 하나 넘치게 되는 로그인을 어떻게 할지: 가장 오래된 세션을 끝내거나 거부합니다.", "nct-2025-04 2.2"),
            .init(
                "revocation_age", .duration, .required, "1h",
                "How old an answer about revocation may be. At most 96 h, 16 h, 4 h.",
                "폐지 여부에 관한 답이 얼마나 오래되어도 되는지. 등급별로 최대 96시간, 16시간, 4시간.", "nct-2025-04 2.5"),
        ])

    static let lockout = VocabularyMapping(
        "lockout", "a lockout profile", "Lockout profiles", "잠금 프로필",
        keys: [
            .init(
                "failures", .count(1...100), .required, "3",
                "Failed factors within the window that lock. At most 10, at most 5 where classified consoles use it.",
                "창 안에서 계정을 잠그는 실패 횟수. 최대 10회, 기밀 등급이 쓰면 최대 5회.", "NCT2-4.2-U1"),
            .init(
                "window", .duration, .required, "15m", "The time in which failures are counted. At least 5 min.",
                "실패를 세는 시간. 최소 5분.", "nct-2025-04 2.1"),
            .init(
                "lock", .either([.duration, .word("until_admin")]), .required, "until_admin",
                "How long the lock lasts, at least 5 min; or until an administrator lifts it.",
                "잠금이 이어지는 시간(최소 5분), 또는 관리자가 풀 때까지.", "nct-2025-04 2.1"),
            .init(
                "disable", .mapping(.hardLimit), .required, nil, "When the account is disabled for good.",
                "계정을 아예 사용할 수 없게 하는 한도.", "nct-2025-04 2.1"),
        ])

    static let hardLimit = VocabularyMapping(
        "hard_limit", "a hard limit", "Hard limits of lockout", "잠금의 최종 한도",
        keys: [
            .init(
                "failures", .count(1...1000), .required, "5", "Failed factors within the window that disable.",
                "창 안에서 계정을 사용할 수 없게 하는 실패 횟수.", "nct-2025-04 2.1"),
            .init(
                "window", .duration, .required, "24h",
                "The time in which they are counted. At least that of the profile.",
                "실패를 세는 시간. 프로필의 창보다 짧을 수 없습니다.", "nct-2025-04 2.1"),
        ])
}

extension VocabularyKey {
    /// `idle`, `absolute`, `step_up` and `concurrent`, of roles and floors: they tighten what grades say.
    static let limits: [VocabularyKey] = {
        let unsaid = Presence.otherwise(Wording("the grade's", "등급의 값"))
        return [
            .init(
                "idle", .duration, unsaid, "10m", "Longest time without a request.", "요청 없이 지낼 수 있는 가장 긴 시간.",
                "nct-2025-04 2.2"),
            .init(
                "absolute", .duration, unsaid, "4h", "Longest life of a session.", "세션의 가장 긴 수명.", "nct-2025-04 2.2"),
            .init(
                "step_up", .duration, unsaid, "15m", "How old the proof of a factor may be.",
                "인증 수단의 증명이 얼마나 오래되어도 되는지.", "nct-2025-04 2.2"),
            .init(
                "concurrent", .count(1...100), unsaid, "1", "How many sessions one person has at once.",
                "한 사람이 동시에 가질 수 있는 세션 수.", "nct-2025-04 2.2"),
        ]
    }()
}
