import GatewayIdentity
import GatewayPolicy

// What the files themselves hold.

extension VocabularyMapping {
    static let policyFile = VocabularyMapping(
        "policy", "a policy file", "Policy files", "정책 파일",
        keys: [
            .version,
            .init(
                "profile", .choice(of: ProfileID.self), .optional, "nct-2025-04",
                "The clause set whose floors nothing in the policy can be looser than. One of the files names it, and only one.",
                "정책의 무엇도 더 느슨할 수 없는 하한을 정한 조항 모음. 파일 가운데 하나만 적으며, 반드시 하나는 적어야 합니다.", "NCT1-2"),
            .init(
                "defaults", .mapping(.defaults), .optional, nil,
                "What holds where its parts say nothing. In one file only.",
                "각 부분이 아무 말도 하지 않은 곳에서 적용됩니다. 한 파일에만 적습니다.", "nct-2025-04 3"),
        ] + PolicyPlace.Section.allCases.map(VocabularyKey.init(section:)))

    static let testFile = VocabularyMapping(
        "tests", "a test file", "Test files", "시험 파일",
        keys: [
            .version,
            .init(
                "tests", .list(.mapping(.test)), .required, nil,
                "What the policy is expected to answer. A policy that fails one of its tests is not taken into use.",
                "정책이 어떻게 답해야 하는지. 시험에 하나라도 실패한 정책은 적용되지 않습니다.", "nct-2025-04 3(12)"),
            .init(
                "watch", .list(.mapping(.watchTest)), .optional, nil,
                "What the watch rules are expected to find.", "감시 규칙이 무엇을 찾아야 하는지.", "NCT3-N-U1"),
        ])

    static let defaults = VocabularyMapping(
        "defaults", "the defaults", "Defaults", "기본값",
        keys: [
            .init(
                "decision", .word("deny"), .usually("deny"), "deny",
                "What no rule allows is denied. It can say nothing else.", "어떤 규칙도 허용하지 않은 것은 거부됩니다. 다른 값은 적을 수 없습니다.",
                "nct-2025-04 3(1)"),
            .init(
                "on_missing", .word("deny"), .usually("deny"), "deny",
                "What is not known (a device, a country, an approval) helps nobody. It can say nothing else.",
                "알 수 없는 것(단말, 국가, 승인)은 아무에게도 유리하게 쓰이지 않습니다. 다른 값은 적을 수 없습니다.", "nct-2025-04 3(7)"),
            .init(
                "timezone", .form(.timeZone), .usually("Asia/Seoul"), "Asia/Seoul", "That of windows which name none.",
                "시간대 기준을 적지 않은 시간대에 쓰입니다.", "nct-2025-04 3(10)"),
            .init(
                "max_exception_days", .count(1...90), .usually("90"), "90",
                "How many days an exception can last; a longer one is refused at load.",
                "예외가 이어질 수 있는 날수. 더 긴 예외는 불러올 때 거부됩니다.", "NCT2-2.4-P3"),
        ])
}

extension VocabularyKey {
    static let version = VocabularyKey(
        "version", .version, .required, "1", "The vocabulary that the file is written in.", "파일이 쓰인 어휘의 판.",
        "nct-2025-04 3")

    /// A section of a policy; each can be spread over files.
    init(section: PolicyPlace.Section) {
        let (kind, english, korean, source) = Self.contents(of: section)
        self.init(section.rawValue, kind, .optional, nil, english, korean, source)
    }

    private static func contents(of section: PolicyPlace.Section) -> (ValueKind, String, String, String) {
        func named(_ mapping: VocabularyMapping) -> ValueKind { .entries(named: .name(section), of: .mapping(mapping)) }
        return switch section {
        case .grades:
            (
                .entries(named: .choice(of: Grade.self), of: .mapping(.grade)),
                "How long sessions live, by the grade of what they reach. All three grades are needed.",
                "세션이 닿는 등급에 따라 얼마나 오래 이어지는지. 세 등급이 모두 있어야 합니다.", "NCT2-4.1-U1"
            )
        case .lockout:
            (
                named(.lockout), "When failed factors lock an account.", "인증 실패가 계정을 언제 잠그는지.",
                "NCT2-4.2-U1"
            )
        case .roles:
            (
                named(.role), "Kinds of people and programs: what excludes what, what each can at most do.",
                "사람과 프로그램의 종류: 무엇이 무엇을 배제하고, 각각 최대 무엇을 할 수 있는지.", "NCT2-4.2-U3"
            )
        case .zones:
            (named(.zone), "Networks that requests come from.", "요청이 오는 대역.", "NCT2-4.3-U1")
        case .holidays:
            (
                .entries(named: .name(.holidays), of: .set(.date)), "Dates that several windows share.",
                "여러 시간대가 함께 쓰는 날짜.", "nct-2025-04 3(10)"
            )
        case .windows:
            (named(.window), "When access is possible.", "언제 접근할 수 있는지.", "nct-2025-04 3(10)")
        case .tags:
            (
                named(.tag),
                "Kinds of information that ask for more than their grade, as national core technology does.",
                "국가핵심기술처럼 등급보다 더 많은 것을 요구하는 정보의 종류.", "NCT2-4.1-U1"
            )
        case .consoles:
            (named(.console), "What is protected.", "무엇을 보호하는지.", "NCT2-2.4-P1")
        case .approvals:
            (
                named(.approval), "What must stand behind a request beside the person. `grant` is built in.",
                "사람 말고도 요청 뒤에 있어야 하는 것. `grant`는 내장되어 있습니다.", "NCT3-1-U1"
            )
        case .floors:
            (
                named(.floor), "The least that is asked, which no rule, role, grade or exception can be weaker than.",
                "최소한으로 요구되는 것. 어떤 규칙, 역할, 등급, 예외도 이보다 약할 수 없습니다.", "nct-2025-04 3(3)"
            )
        case .rules:
            (
                .list(.mapping(.rule)),
                "Who may do what. Nothing is allowed unless a rule says so; one deny rule beats every allow rule; the order never matters.",
                "누가 무엇을 할 수 있는지. 규칙이 허용하지 않으면 아무것도 할 수 없고, 거부 규칙 하나가 모든 허용 규칙에 앞서며, 순서는 뜻이 없습니다.",
                "NCT2-4.2-C1"
            )
        case .watch:
            (
                .list(.mapping(.watchRule)),
                "What is looked for in the records while people work, and what is done when it is found. No decision depends on it.",
                "사람들이 일하는 동안 기록에서 무엇을 찾고, 찾으면 무엇을 할지. 접근 결정은 이것에 좌우되지 않습니다.",
                "NCT3-N-U1"
            )
        case .exceptions:
            (
                named(.exception), "For a while, a rule holds in more zones or windows than it says.",
                "한동안 규칙이 적힌 것보다 더 많은 구역이나 시간대에서 적용됩니다.", "NCT2-2.4-P3"
            )
        }
    }
}
