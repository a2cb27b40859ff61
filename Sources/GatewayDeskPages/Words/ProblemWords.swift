/// Why something was not done or is not shown.
enum ProblemWords {
    static let notFoundTitle = Words("찾을 수 없는 페이지", "Not found")
    static let notFound = Words(
        "요청한 항목이 없거나 이미 처리되었습니다. 목록에서 다시 찾아 주세요.",
        "There is no such thing, or it was dealt with already. Look for it in the list again.")
    static let notAllowedTitle = Words("접근권한 없음", "Not allowed")
    static let mayNotRead = Words(
        "이 페이지는 관리 역할이 있는 사람만 볼 수 있습니다. 이 시도는 기록되었습니다.",
        "These pages are for those with a role in the administration. This attempt was recorded.")
    static let notYours = Words(
        "이 역할로는 볼 수 없거나 변경할 수 없습니다. 이 시도는 기록되었습니다.",
        "Your roles do not let you see or change this. This attempt was recorded.")
    static let methodTitle = Words("처리할 수 없는 요청", "The request cannot be carried out")
    static let badForm = Words(
        "양식을 읽을 수 없습니다. 페이지를 다시 열어 입력해 주세요.", "The form cannot be read. Open the page again and fill it in.")
    static let tooLarge = Words("보낸 내용이 너무 큽니다.", "What was sent is too large.")
    static let unavailableTitle = Words("일시적인 오류", "Try again in a moment")
    static let notRecorded = Words(
        "기록할 수 없어 처리하지 않았습니다. 잠시 후 다시 시도해 주세요.",
        "It could not be recorded, therefore it was not done. Try again in a moment.")
    static let unavailable = Words(
        "지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.", "This cannot be done at the moment. Try again shortly.")

    static let staleForm = Words(
        "세션이 바뀌어 아직 처리하지 않았습니다. 내용을 확인하고 다시 보내 주세요.",
        "Your session has changed since, so nothing was done yet. Check what you typed and send it again.")
    static let verifiedAgain = Words(
        "다시 인증했습니다. 입력한 내용을 확인하고 보내 주세요.", "You are verified. Check what you typed, and send it.")
    static let willVerify = Words(
        "변경하려면 5분 이내의 2차 인증이 필요합니다. 보내면 한 번 더 인증한 뒤 이 양식으로 돌아옵니다.",
        "A change needs a second factor of the last five minutes. When you send this you will be asked for it, and come back to this form."
    )
    static let seeFields = Words("표시된 항목을 확인해 주세요.", "Look at the marked fields.")
    static let reasonMissing = Words(
        "변경 사유를 한 줄로 3~500바이트로 입력해 주세요. 제어 문자는 사용할 수 없습니다.",
        "Say why, in 3 to 500 bytes of plain text on one line: it goes into the record.")

    // What administration refuses.
    static let accountExists = Words("같은 이름의 계정이 있습니다.", "An account of this name exists.")
    static let certificateBound = Words("이미 등록된 인증서입니다.", "The certificate is bound already.")
    static let certificateAmbiguous = Words(
        "이 인증서는 둘 이상의 계정에 등록되어 있습니다.", "The certificate is bound to more than one account.")
    static let accountState = Words("계정의 현재 상태에서는 할 수 없습니다.", "The state of the account does not lead there.")
    static let requestOpen = Words("같은 종류의 신청이 이미 처리를 기다리고 있습니다.", "A request of this kind is open for the account.")
    static let rolesChanged = Words(
        "신청 이후 역할이 바뀌었습니다. 신청을 반려하고 새로 신청해 주세요.",
        "The roles have changed since this was asked for: turn it down, and ask anew.")
    static let resetOpen = Words("초기화 요청이 이미 진행 중입니다.", "A request to reset the factors is open.")
    static let alreadyThere = Words(
        "이미 등록되어 있거나 한도에 이르렀습니다.", "It is registered already, or there are as many as there may be.")
    static let ownAccount = Words(
        "본인 계정은 직접 변경할 수 없습니다. 다른 보안관리자에게 요청해 주세요.",
        "Nobody administers their own account: ask another security administrator.")
    static let ownRequest = Words(
        "본인이 신청했거나 본인에 관한 신청은 직접 승인할 수 없습니다.", "You cannot approve your own request, nor one about yourself.")
    static let provenNeeded = Words(
        "방금 2차 인증을 한 보안관리자만 할 수 있습니다.", "Only a security administrator who proved a second factor just now may do this."
    )
    static let emptyPeriod = Words(
        "기간이 끝나는 때가 시작보다 앞서거나 이미 지났습니다.", "The period ends before it begins, or lies in the past.")
    static func unknownConsole(_ id: String) -> Words {
        Words("정책에 없는 콘솔입니다: \(id)", "The policy knows no console '\(id)'.")
    }
    static let noConsole = Words("콘솔을 하나 이상 입력해 주세요.", "Name at least one console.")
    static let notExternal = Words(
        "외부 역할이 없는 계정이므로 접근권한을 줄 필요가 없습니다.", "The account has no external role, so a grant would mean nothing.")
    static let keys = Words("키 보관소를 사용할 수 없습니다.", "The place of the keys did not do it.")
    static let approvalNeeded = Words(
        "두 사람이 필요한 작업입니다. 신청하고 다른 보안관리자의 승인을 받아 주세요.",
        "This takes two people: request it, and let another security administrator approve.")
    static let notProvisionable = Words(
        "인사 시스템으로 관리하지 않는 역할입니다.", "A personnel system does not give or take this role.")
    static let noBreakGlass = Words("비상 계정이 아닙니다.", "This is no emergency account.")
    static let planChanged = Words(
        "그사이에 상태가 바뀌었습니다. 새로 확인해 주세요.", "Something changed in between: look at it again first.")
    static let tokenCount = Words("토큰 수가 한도를 벗어났습니다.", "Too few or too many tokens.")
    static let codesRefused = Words(
        "기기에 차례로 표시된 두 번호가 아니거나 이미 사용한 번호입니다.",
        "These are not two codes that the device shows one after the other, or they were used before.")
    static let resetNeedsApproval = Words(
        "이 사용자의 인증 수단은 한 사람이 초기화할 수 없습니다. 요청한 뒤 다른 사람의 승인이 필요합니다.",
        "The factors of this person are not reset by one alone: it is asked for, and another approves.")
    static func resetNeedsSponsor(_ names: String) -> Words {
        Words(
            "협력사 사용자의 초기화는 책임자(\(names))가 본인 페이지에서 요청해야 합니다.",
            "A partner's factors are reset by two: \(names), who answers for them, asks on their own page.")
    }
    static let noSponsor = Words(
        "책임자가 될 수 없는 계정입니다. 활성 상태인 사내 사용자를 입력해 주세요.",
        "This account cannot answer for a partner: name an active colleague.")
    static let notReplaceable = Words(
        "대체할 수 있는 인증 수단이 없습니다.", "There is no authenticator whose place another could take.")
    static let tooManyTries = Words("한 시간 동안 너무 많이 시도했습니다.", "Tried too often within an hour.")
    static func service(_ detail: String) -> Words {
        Words("서비스 계정의 조건에 맞지 않습니다. (\(detail))", "The terms of the service account do not fit: \(detail)")
    }
    static func rolesExclude(_ one: String, _ other: String) -> Words {
        Words(
            "함께 가질 수 없는 역할입니다(직무분리): \(one), \(other)",
            "The roles '\(one)' and '\(other)' exclude each other (separation of duties).")
    }
    static func roleUnknown(_ role: String) -> Words {
        Words("정책에 없는 역할입니다: \(role)", "The policy knows no role '\(role)'.")
    }
}
