import GatewayAccess
import GatewayReview

/// Reports that others made.
enum ReportWords {
    static let reports = Words("점검 보고서", "Reports of others")
    static let none = Words("등록된 보고서가 없습니다.", "No report was filed yet.")
    static let kind = Words("종류", "Kind")
    static let about = Words("대상", "About")
    static let made = Words("작성", "Made")
    static let due = Words("다음 기한", "Next due")
    static let result = Words("결과", "Result")
    static let digest = Words("파일과 SHA-256", "File and SHA-256")
    static let overdue = Words("기한 지남", "Overdue")
    static let note = Words(
        "등록: 'gwanmun report add'. 파일은 보관하지 않고 SHA-256만 보관합니다.",
        "Filed by 'gwanmun report add'. The file is not kept here, its SHA-256 is.")

    static func refused(_ problem: ReportProblem) -> Words {
        Words("보고서를 등록할 수 없습니다: \(problem.description)", "The report is not filed: \(problem.description)")
    }
}

extension ReportKind {
    var words: Words {
        switch self {
        case .provider: Words("제공자 점검", "Provider's check")
        case .bypass: Words("우회 접속 점검", "Ways around the gate")
        }
    }
}

extension ReportResult {
    var words: Words {
        switch self {
        case .passed: Words("통과", "Passed")
        case .failed: Words("실패", "Failed")
        }
    }
}
