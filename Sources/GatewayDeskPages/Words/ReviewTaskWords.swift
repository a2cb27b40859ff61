import GatewayAccess
import GatewayIdentity
import GatewayReview

/// Reviews as tasks, and rights that nobody uses.
enum ReviewTaskWords {
    static let tasks = Words("정기 점검", "Review tasks")
    static let unused = Words("최소 권한", "Least privilege")
    static let open = Words("점검할 것", "To be signed off")
    static let signed = Words("서명된 점검", "Signed off")
    static let noneOpen = Words("기다리는 점검이 없습니다.", "No review is waiting.")
    static let noneSigned = Words("서명된 점검이 없습니다.", "No review was signed off yet.")
    static let review = Words("점검", "Review")
    static let period = Words("기간", "Period")
    static let owner = Words("담당", "Owner")
    static let signers = Words("서명할 수 있는 역할", "Signed off by")
    static let overdue = Words("기한 지남", "Overdue")
    static let waiting = Words("자료 준비 중", "Being put together")
    static let findings = Words("지적 사항", "Findings")
    static let noFindings = Words("없음", "None")
    static let by = Words("서명자", "Signed by")
    static let digest = Words("자료 SHA-256", "SHA-256 of what was shown")
    static let signedDigest = Words("서명한 자료 SHA-256", "SHA-256 of what was signed")
    static let questions = Words("점검 항목", "Questions")
    static let question = Words("항목", "Question")
    static let answer = Words("답", "Answer")
    static let sign = Words("점검 서명", "Sign off")
    static let nothing = Words("해당 사항이 없습니다.", "Nothing.")
    static let keep = Words("사유를 두고 유지", "Keep with a reason")
    static let notReadYet = Words(
        "기록을 처음부터 읽고 있습니다. 몇 분 뒤에 다시 확인해 주세요.", "The records are still being read. Look again in a few minutes.")
    static let since = Words("살펴본 기간", "Looked at")
    static let narrower = Words(
        "좁힌 정책 초안은 'gwanmun policy unused --propose'로 만들고, 두 사람 절차로 적용합니다.",
        "'gwanmun policy unused --propose' writes a narrower draft; two people put it in force.")
    static let overdueReviews = Words("기한이 지난 정기 점검", "Reviews overdue")
    static let openReviews = Words("서명을 기다리는 정기 점검", "Reviews to be signed off")
    static let person = Words("계정", "Account")
    static let bundle = Words(
        "기록 파일은 노드에서 'gwanmun review bundle'로 받습니다.", "'gwanmun review bundle' on the node writes the records out.")
    static let right = Words("권한", "Right")
    static let rightHint = Words(
        "목록에 적힌 그대로 씁니다. 예: rule:nct-admin", "As the list names it, for example rule:nct-admin.")
    static let until = Words("유지 기한", "Kept until")

    static func left(_ count: Int) -> Words {
        Words("이 밖에 \(count)건이 더 있습니다.", "There are \(count) more that are not shown.")
    }

    static let signing = OrderWords(
        title: sign,
        effect: Words(
            "모든 항목에 답하고 서명합니다. 본 자료의 SHA-256과 함께 기록에 남습니다.",
            "You answer every question and sign. It is recorded with the SHA-256 of what you were shown."))
    static let signedHere = Words("서명할 자료", "What you sign")
    static let changedSince = Words(
        "이 양식을 연 뒤 자료가 바뀌었습니다. 지금 자료를 다시 확인한 뒤에 서명할 수 있습니다.",
        "What is to be looked at is not what it was when you opened this form. Look at it again before you sign.")
    static let lookAgain = Words("자료 다시 보기", "Look at it again")
    static let keeping = OrderWords(
        title: keep,
        effect: Words(
            "사용하지 않는 권한을 사유와 기한을 두고 유지합니다. 기한이 지나면 저절로 끝납니다.",
            "A right that nobody uses stays, for a reason and for a time. It ends by itself."))
}

extension ReviewVerdict {
    var words: Words {
        switch self {
        case .sound: Words("이상 없음", "Sound")
        case .finding: Words("지적", "Finding")
        }
    }
}

extension ReviewKind {
    var words: Words { Words(title(in: .korean), title(in: .english)) }
}

extension ReviewItem {
    var words: Words { Words(question(in: .korean), question(in: .english)) }
}

extension ReviewProblem {
    /// For the reviewer, in both languages.
    var words: Words {
        switch self {
        case .notTheirs(let roles):
            Words(
                "이 점검은 다음 역할이 서명합니다: \(roles.map(\.text).joined(separator: ", "))",
                "This review is signed off by the role \(roles.map(\.text).joined(separator: " or ")).")
        case .personNeeded: Words("인증서로 확인된 사람만 서명할 수 있습니다.", "Signing takes a person with a certificate.")
        case .ownReview:
            Words("본인만 나오는 점검에는 서명할 수 없습니다.", "This review is about nobody but you: somebody else signs it off.")
        case .signed: Words("이미 서명된 점검입니다.", "This review is signed off already.")
        case .notReady:
            Words("점검 자료를 준비하고 있습니다.", "What is to be looked at is still being put together.")
        case .noSheet:
            Words("어느 자료를 보았는지 알 수 없습니다. 다시 확인해 주세요.", "It is not said what you looked at: look at it again.")
        case .otherSheet: Words("자료가 바뀌었습니다. 다시 확인해 주세요.", "What is to be looked at has changed: look at it again.")
        case .unanswered: Words("모든 항목에 답해 주세요.", "Answer every question.")
        case .findingsMissing: Words("지적 사항의 내용을 적어 주세요.", "Say what was found.")
        case .findingsTooLong(let most):
            Words("지적 사항은 \(most)바이트까지 쓸 수 있습니다.", "Findings have at most \(most) bytes.")
        case .noRight: Words("정책이나 사용자에게 없는 권한입니다.", "There is no right of this name.")
        case .keptTooLong(let days):
            Words("최대 \(days)일까지 유지할 수 있습니다.", "A right is kept for at most \(days) days.")
        }
    }
}
