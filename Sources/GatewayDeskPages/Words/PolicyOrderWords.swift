/// What is done to a policy, and what comes of it.
enum PolicyOrderWords {
    static let propose = OrderWords(
        title: Words("새 정책 초안", "A draft of the policy"),
        effect: Words(
            "적용 중인 정책은 바뀌지 않습니다. 저장하면 오류, 테스트, 영향을 검사하고, 다른 사람이 승인해야 적용할 수 있습니다. 여러 파일을 바꾸려면 먼저 저장한 뒤 초안에서 이어서 편집하세요.",
            "What is in force stays. Saved, it is examined for errors, tests and effects, and another person has to approve it. To change several files, save one, and go on in the draft."
        ), button: Words("초안으로 저장", "Propose as a draft"))
    static let edit = OrderWords(
        title: Words("초안 편집", "Edit the draft"),
        effect: Words(
            "저장하면 지금 적용 중인 정책을 기준으로 다시 검사하고, 이미 받은 승인은 무효가 됩니다.",
            "Saved, it is examined again over the version now in force, and an approval it had is void."),
        button: Words("초안 저장", "Save the draft"))
    static let at = Words("적용 시각(비워 두면 지금)", "At (empty: now)")
    static let atHint = Words(
        "한국 표준시(KST) 기준입니다. 그때 자동으로 적용됩니다.", "Korea Standard Time (KST). The node takes it into use by itself.")
    static func hours(_ limit: Int) -> Words { Words("적용할 시간(1~\(limit)시간)", "Hours (1 to \(limit))") }
    static let days = Words("시험 기간", "For how long")
    static func days(_ count: Int) -> Words { Words("\(count)일", count == 1 ? "1 day" : "\(count) days") }
    static let daysProblem = Words("1일에서 31일 사이로 선택해 주세요.", "Expected 1 to 31 days.")
    static let hoursProblem = Words("시간을 숫자로 입력해 주세요.", "Expected a number of hours.")
}

extension PolicyDraftOrderKind {
    var words: OrderWords {
        switch self {
        case .approve:
            OrderWords(
                title: Words("변경 내용 승인", "Approve the change"),
                effect: Words(
                    "방금 본 파일, 기준 버전, 검사 결과만 승인합니다. 그사이에 편집되었거나 다른 버전이 적용되었으면 승인되지 않습니다.",
                    "Approves exactly what you looked at: these files, over this version, after this examination. Whatever was edited meanwhile is not approved."
                ))
        case .reject:
            OrderWords(
                title: Words("반려", "Reject"),
                effect: Words("초안을 끝냅니다. 이 초안은 다시 쓸 수 없습니다.", "Ends the draft. It cannot be taken up again."))
        case .drop:
            OrderWords(
                title: Words("초안 취소", "Drop the draft"),
                effect: Words("초안을 끝냅니다. 이 초안은 다시 쓸 수 없습니다.", "Ends the draft. It cannot be taken up again."))
        case .activate:
            OrderWords(
                title: Words("적용", "Take into use"),
                effect: Words(
                    "승인된 내용을 적용합니다. 다음 요청부터 이 정책으로 판단합니다.",
                    "Takes what was approved into use: the next request is decided by it."))
        case .tryOut:
            OrderWords(
                title: Words("시험 운영 시작", "Put on trial"),
                effect: Words(
                    "적용 중인 정책이 그대로 판단합니다. 요청마다 이 초안이라면 어떻게 판단했을지를 함께 기록합니다. 초안을 편집하거나 다른 버전이 적용되면 시험 운영도 끝납니다.",
                    "The policy in force goes on deciding. What this draft would have answered is recorded beside it, for every request. An edit, or another version in force, ends the trial."
                ))
        case .endTrial:
            OrderWords(
                title: Words("시험 운영 종료", "End the trial"),
                effect: Words(
                    "이 초안의 판단을 더 이상 기록하지 않습니다. 지금까지의 기록은 남습니다.",
                    "What this draft would answer is recorded no more. What was recorded stays."))
        case .emergency:
            OrderWords(
                title: Words("긴급 적용", "Emergency change"),
                effect: Words(
                    "다른 사람의 승인 없이 바로 적용합니다. 보안책임자와 모든 보안관리자에게 알리고, 정한 시간 안에 다른 사람이 추인하지 않으면 이전 버전으로 돌아갑니다.",
                    "Takes it into use now, without another person. The security officer and all security administrators are told, and unless another ratifies it in time the version before comes back."
                ))
        }
    }
}

extension PolicyVersionOrderKind {
    var words: OrderWords {
        switch self {
        case .rollBack:
            OrderWords(
                title: Words("이 버전으로 되돌리기", "Go back to this version"),
                effect: Words(
                    "이 버전의 파일로 초안을 만듭니다. 다른 변경과 마찬가지로 다른 사람이 승인해야 적용됩니다.",
                    "Makes a draft of this version's files. Like any other, it has to be approved by another person."))
        case .ratify:
            OrderWords(
                title: Words("긴급 변경 추인", "Ratify the emergency change"),
                effect: Words(
                    "긴급 변경이 기한 뒤에도 유지됩니다. 긴급 변경을 한 사람은 추인할 수 없습니다.",
                    "The emergency change stays beyond its time. Whoever made it cannot ratify it."))
        }
    }
}
