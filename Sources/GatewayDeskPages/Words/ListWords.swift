/// Sessions.
enum SessionWords {
    static let none = Words("열린 세션이 없습니다.", "Nobody is signed in.")
    static let end = Words("세션 종료", "End")
    static let ofPerson = Words("계정", "Account")
}

/// Emergency locks.
enum LockWords {
    static let none = Words("걸려 있는 긴급 잠금이 없습니다.", "No emergency lock holds.")
    static let add = Words("잠금 추가", "Add a lock")
    static let lift = Words("잠금 해제", "Lift")
    static let untilLifted = Words("해제할 때까지", "Until it is lifted")
}

/// Permissions of partners.
enum GrantWords {
    static let running = Words("진행 중", "Running")
    static let coming = Words("예정", "To come")
    static let over = Words("종료", "Ended")
    static let noneRunning = Words("진행 중인 접근권한이 없습니다.", "No grant is running.")
    static let noneComing = Words("예정된 접근권한이 없습니다.", "No grant is to come.")
    static let noneOver = Words("종료된 접근권한이 없습니다.", "No grant has ended.")
    static let add = Words("접근권한 부여", "New grant")
    static let end = Words("접근 즉시 중지", "Suspend access now")
    static func endedBy(_ name: String) -> Words { Words("중지: \(name)", "Ended by \(name)") }
}

/// Resets of factors.
enum ResetWords {
    static let none = Words("진행 중인 초기화 요청이 없습니다.", "No reset is open.")
    static let approve = Words("승인", "Approve")
    static let cancel = Words("취소", "Cancel")
}

/// What has to be looked at again and again.
enum ReviewWords {
    static let none = Words("기한이 된 점검이 없습니다.", "No review is due.")
    static let noSpecial = Words("특수 목적 계정이 없습니다.", "There is no special-purpose account.")
    static let notListed = Words("목록에 없음", "Not listed")
    static let sign = Words("점검 완료", "Sign off")
    static let check = Words("확인 완료", "Confirm")
    static let overdueOnly = Words("기한이 된 것만 표시합니다.", "Only what is due is shown.")
    static let showAll = Words("모두 보기", "Show all")
    static let showDue = Words("기한이 된 것만", "Only what is due")
    static let openUntil = Words("개방 기한", "Open until")
    static func overdue(_ days: Int) -> Words {
        Words("정기 점검 기한이 \(days)일 지났습니다.", "The review is \(days) days overdue.")
    }
    static let noServices = Words("서비스 계정이 없습니다.", "There is no service account.")
    static let noTokens = Words("등록된 하드웨어 토큰이 없습니다.", "No hardware token is in stock.")
}
