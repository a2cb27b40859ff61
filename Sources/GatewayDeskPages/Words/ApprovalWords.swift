/// What takes the word of several, and partners as a whole.
enum ApprovalWords {
    static let waiting = Words("승인 대기", "Waits for approvals")
    static let noneWaits = Words("승인을 기다리는 신청이 없습니다.", "Nothing waits for approvals.")
    static let approval = Words("승인 종류", "Approval")
    static let partnerGrant = Words("외국기업 등 접근권한 신청", "Request for partner access")
    static let person = Words("사용자", "Person")
    static let persons = Words("사용자", "Persons")
    static let votes = Words("승인 현황", "Votes")
    static let noVotes = Words("아직 승인한 사람이 없습니다.", "Nobody has approved yet.")
    static let undefined = Words("정책에 없음", "Not in the policy")
    static let wish = Words("신청 내용", "Request")
    static let scope = Words("허용 범위", "What it is for")
    static let given = Words("승인됨", "Given")
    static let rejected = Words("반려됨", "Rejected")
    static let withdrawn = Words("철회됨", "Withdrawn")
    static let lapsed = Words("기한 지남", "Expired")
    static let ask = Words("승인 신청", "Ask for an approval")
    static let askGrant = Words("외국기업 등 접근권한 신청", "Ask for partner access")
    static let paused = Words("일시 정지", "Paused")
    static let refused = Words("반려됨", "Turned down")

    // What a grant is narrowed to.
    static let paths = Words("경로", "Paths")
    static let exactPaths = Words(
        "한 줄에 하나씩 정확한 경로를 입력해 주세요. 와일드카드는 쓸 수 없습니다.", "Exact paths, one a line, without wildcards.")
    static let methods = Words("메서드", "Methods")
    static let ceiling = Words("최고 등급", "Highest grade")
    static let countries = Words("국가", "Countries")
    static let devices = Words("지정 단말기", "Designated terminals")
    static let asks = Words("이용 조건", "Asked of each person")
    static let notNarrowed = Words("정책에 따름", "As the rules allow")
    static let leftOutForAll = Words("비워 두면 모든 콘솔에 적용됩니다.", "Leave it empty for all.")
    static let leftOutForRules = Words(
        "쉼표나 공백으로 구분합니다. 비워 두면 정책에 따릅니다.", "Separated by commas or spaces. Empty: as the rules allow.")
    static let unreadable = Words("읽을 수 없는 값이 있습니다.", "One of these cannot be read.")

    // Partners.
    static let noPartners = Words("외국기업 등이 없습니다.", "There are no partners.")
    static let report = Words("종료 보고서", "Report")
    static let grantsEnded = Words("종료된 접근권한", "Grants ended")
    static let approvalsWithdrawn = Words("철회된 승인", "Approvals withdrawn")
    static let certificates = Words("해지된 인증서", "Certificates unbound")
    static let deletions = Words("자료 삭제 확인", "Deletions")
    static let deletionDue = Words("삭제 기한", "Deletion due")
    static let noDeletions = Words("삭제를 확인할 접근권한이 없습니다.", "There is nothing to be destroyed.")
    static let confirmed = Words("확인됨", "Confirmed")
    static let toBeConfirmed = Words("확인 대기", "To be confirmed")
    static let overdue = Words("기한 지남", "Overdue")

    static let newApproval = OrderWords(
        title: ask,
        effect: Words(
            "정책에 정해진 사람들이 모두 승인하면 적용됩니다. 승인자가 없는 항목(서약, 교육 등)은 보안관리자가 바로 등록합니다.",
            "It holds once everybody whom the policy names has approved. What nobody votes on, a pledge or a training, is entered by a security administrator and holds at once."
        ))
    static let newGrant = OrderWords(
        title: askGrant,
        effect: Words(
            "정책에 정해진 각 그룹이 모두 승인하면 기간 동안 이 범위만 이용할 수 있습니다.",
            "Once every group that the policy names has approved, the persons reach this and nothing else, for this time."
        ))
    static let offBoard = OrderWords(
        title: Words("외국기업 등 접근 종료", "Off-board the partner"),
        effect: Words(
            "소속된 모든 사용자의 세션, 접근권한, 승인, 인증서, 인증 수단을 한 번에 종료하고 계정을 비활성화합니다. 되돌릴 수 없습니다.",
            "Ends sessions, grants and approvals of all its people, unbinds certificates, revokes factors and disables accounts, at once. It cannot be undone."
        ))
}

extension ApprovalOrderKind {
    var words: OrderWords {
        switch self {
        case .approve:
            OrderWords(
                title: Words("승인", "Approve"),
                effect: Words("마지막 승인이면 바로 적용됩니다.", "With the last approval that is missing, it takes effect at once."))
        case .reject:
            OrderWords(
                title: Words("반려", "Reject"),
                effect: Words("신청한 내용은 적용되지 않습니다.", "Nothing of what is asked for happens."))
        case .withdraw:
            OrderWords(
                title: Words("승인 철회", "Withdraw"),
                effect: Words(
                    "승인이 바로 끝나고 열린 세션이 종료됩니다.", "The approval is over at once, and the person's sessions end."))
        }
    }
}

extension GrantOrderKind {
    var words: OrderWords {
        switch self {
        case .pause:
            OrderWords(
                title: Words("일시 정지", "Pause"),
                effect: Words(
                    "재개할 때까지 이용할 수 없고 열린 세션이 종료됩니다.", "Nothing is allowed until it is resumed, and sessions end."))
        case .resume:
            OrderWords(
                title: Words("재개", "Resume"),
                effect: Words("종료 시각은 바뀌지 않습니다.", "It runs again; its end stays where it is."))
        case .confirmDeletion:
            OrderWords(
                title: Words("삭제 확인", "Confirm deletion"),
                effect: Words(
                    "제공한 자료를 삭제했음을 확인합니다. 사유에 확인 문서를 적어 주세요.",
                    "You confirm that what was received is destroyed. Name the document in the reason."))
        }
    }
}
