/// What recorded requests would have been answered.
enum ReplayWords {
    static let title = Words("기록된 요청으로 재현", "Replay of recorded requests")
    static let note = Words(
        "최근 하루의 요청(최대 50,000건)을 적용 중인 정책과 이 초안에 다시 물은 결과입니다.",
        "The requests of the last day, at most 50,000, asked again of the policy in force and of this draft.")
    static let none = Words(
        "재현하지 않았습니다. 승인하면 재현 없이 승인하는 것입니다.", "Not replayed. Who approves this approves it without.")
    static let unknown = Words("이 버전에서 읽을 수 없는 보고서입니다.", "A report that this program cannot read.")
    static let decisions = Words("재현한 요청", "Requests asked again")
    static let span = Words("기간", "Span of time")
    static let outside = Words("정책과 무관하게 답한 요청", "Answered without the policy")
    static let causes = Words("판정할 수 없는 이유", "Why undecidable")
    static let byRule = Words("규칙별", "By rule")
    static let byPerson = Words("사용자별", "By person")
    static let byConsole = Words("콘솔별", "By console")
    static let was = Words("지금 규칙", "Rule that decided")
    static let now = Words("초안의 규칙", "Rule that would")
    static let counts = Words("결과", "Outcome")
    static let examples = Words("요청 ID", "Request IDs")
    static let noGroups = Words("달라지는 요청이 없습니다.", "No request is answered differently.")
    static let noRule = Words("(규칙 없음)", "(no rule)")
    static let unnamed = Words("(이름 없음)", "(unnamed)")
    static func more(_ requests: Int) -> Words {
        Words(
            "표시하지 않은 요청이 \(requests)건 더 있습니다. gwanmun policy replay로 모두 볼 수 있습니다.",
            "\(requests) requests more are in none of these: 'gwanmun policy replay' shows all.")
    }
}

extension KeptReplay.Kind {
    var words: Words {
        switch self {
        case .gained: Words("허용으로 바뀜", "gained")
        case .eased: Words("추가 인증으로 완화", "eased")
        case .tightened: Words("추가 인증 필요", "tightened")
        case .lost: Words("거부로 바뀜", "lost")
        case .reworded: Words("근거만 바뀜", "reworded")
        case .unchanged: Words("그대로", "unchanged")
        case .undecidable: Words("판정 불가", "undecidable")
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .gained, .eased: .warn
        case .tightened, .lost: .bad
        case .undecidable: .warn
        case .reworded, .unchanged: .plain
        }
    }
}
