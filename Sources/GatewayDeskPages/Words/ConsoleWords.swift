/// Consoles, and who reaches them.
enum ConsoleWords {
    static let none = Words("정책에 콘솔이 없습니다.", "The policy has no console.")
    static let about = Words("콘솔 정보", "About the console")
    static let reach = Words("접근할 수 있는 역할", "Who can reach it")
    static let noRule = Words(
        "이 콘솔에 관한 규칙이 없으므로 아무도 접속할 수 없습니다.", "No rule speaks of this console, so nobody reaches it.")
    static let labelled = Words("표시된 등급", "Labelled")
    static let allow = Words("허용", "Allow")
    static let deny = Words("차단", "Deny")
    static let onTrial = Words("시험 적용(결정에 반영되지 않음)", "On trial: decides nothing")
    static let everywhere = Words("모든 구역", "Anywhere")
    static let always = Words("모든 시간", "At any time")
    static let everyRole = Words("모든 역할", "Every role")
    static let nct = Words("국가핵심기술", "National core technology")
}
