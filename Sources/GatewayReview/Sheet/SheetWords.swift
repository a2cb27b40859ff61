public import GatewayIdentity

/// What cells say that are names of ours, for people; files and digests keep the names.
extension SheetColumn {
    public func shown(_ cell: String, in language: Language) -> String {
        switch self {
        case .fact: Self.facts[cell].map { language == .korean ? $0 : Self.spaced(cell) } ?? cell
        case .type: Self.kinds[cell].map { language == .korean ? $0 : Self.spaced(cell) } ?? cell
        default: cell
        }
    }

    private static func spaced(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

    /// Of overviews.
    private static let facts = [
        "records": "기록", "permitted": "허용", "step_up": "추가 인증 요구", "denied": "거부", "downloads": "내려받기",
        "persons": "사용자", "new_sources": "새로운 접속지", "grants": "접근권한", "requests": "요청",
        "bytes_out": "전송량(바이트)", "sessions": "세션", "account": "계정", "first_seq": "첫 기록", "last_seq": "마지막 기록",
        "sha256": "SHA-256",
    ]

    /// Of rights, as `UnusedRight.kind` names them.
    private static let kinds = [
        "rule": "규칙", "rule_role": "규칙의 역할", "rule_console": "규칙의 콘솔", "rule_path": "규칙의 경로",
        "rule_method": "규칙의 메서드", "person": "사용자", "person_role": "사용자의 역할", "grant": "접근권한",
        "approval": "승인",
    ]
}
