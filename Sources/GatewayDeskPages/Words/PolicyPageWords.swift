import GatewayAccess
import GatewayStore

/// The pages of the policy.
enum PolicyPageWords {
    static let state = Words("적용 중인 정책", "The policy in force")
    static let about = Words("개요", "At a glance")
    static let version = Words("버전", "Version")
    static let cause = Words("적용 경위", "Came into force by")
    static let author = Words("작성자", "Author")
    static let writers = Words("작성에 참여한 사람", "Everybody who wrote in it")
    static let approver = Words("승인자", "Approver")
    static let signers = Words("서명자와 일련번호", "Signed by, with serial number")
    static let digest = Words("파일의 SHA-256", "SHA-256 of the files")
    static let decisions = Words("기록에 남는 정책 SHA-256", "SHA-256 in records")
    static let changedBy = Words("변경 방식", "How it is changed")
    static let twoPeople = Words("두 사람(작성과 승인)", "By two people: one writes, another approves")
    static let files = Words("파일", "Files")
    static let byFiles = Words(
        "폴더의 파일을 고쳐서 변경합니다. 여기서는 변경할 수 없습니다.", "By editing its folder. Nothing is changed here.")
    static func bySignedFiles(_ count: Int) -> Words {
        Words(
            "서명 \(count)개가 있는 폴더의 파일로 변경합니다. 여기서는 변경할 수 없습니다.",
            "By files with \(count) signatures in its folder. Nothing is changed here.")
    }
    static let folder = Words("정책 폴더", "The policy's folder")
    static let folderShows = Words("적용 중인 정책과 같음", "Shows what is in force")
    static let folderBehind = Words("아직 적용 중인 정책을 보여 주지 않음", "Does not show what is in force yet")
    static let tampered = Words("무단 변경 감지됨", "Changed by nobody who may")
    static let tamperedNote = Words(
        "정책 폴더의 파일이 적용 중인 정책과 다릅니다. 그 내용은 적용되지 않으며, 증거로 그대로 둡니다.",
        "The files in the folder are not what is in force. They are not taken, and stay there as evidence.")

    static let drafts = Words("진행 중인 초안", "Drafts under way")
    static let openDrafts = Words("진행 중인 정책 초안", "Drafts of the policy")
    static let noDrafts = Words("진행 중인 초안이 없습니다.", "There is no draft under way.")
    static let ended = Words("끝난 초안", "Drafts that ended")
    static let draft = Words("초안", "Draft")
    static let history = Words("버전 이력", "History")
    static let noHistory = Words("아직 기록된 버전이 없습니다.", "No version has been kept yet.")
    static let write = Words("새 초안 작성", "Write a draft")
    static let edit = Words("편집", "Edit")
    static let edited = Words("최근 편집", "Last edited")
    static let base = Words("기준 버전", "Follows version")
    static let outdated = Words("기준 버전이 바뀜", "Another version is in force")
    static let outdatedNote = Words(
        "그사이에 다른 버전이 적용되었습니다. 초안을 편집하면 지금 버전을 기준으로 다시 검사합니다. 변경 내용을 꼭 확인해 주세요.",
        "Another version came into force meanwhile. Editing the draft holds it against that one: look closely at what it changes then."
    )
    static let sound = Words("승인 가능", "Fit to be approved")
    static let unsound = Words("오류 있음", "Has errors")
    static let unratified = Words("추인 대기", "Not ratified")
    static let ratified = Words("추인", "Ratified")
    static let lapses = Words("추인 기한", "Lapses unless ratified by")
    static let purpose = Words("종류", "Kind")
    static let change = Words("변경", "Change")
    static func rollback(_ number: Int) -> Words {
        Words("버전 \(number)로 되돌리기", "Back to version \(number)")
    }
    static let due = Words("적용 예정", "Comes into force at")
    static let onTrial = Words("시험 운영", "On trial")
    static let trialUntil = Words("종료 예정", "until")
    static let trialPolicy = Words("시험 운영 기록의 정책 SHA-256", "SHA-256 in records of the trial")
    static let seal = Words("승인 대상의 봉인", "Seal of what is approved")
    static let approvedUntil = Words("승인 유효기한", "The approval stands until")
    static let ownDraft = Words(
        "본인이 작성한 변경은 직접 승인할 수 없습니다.", "You cannot approve your own change.")
    static let beside = Words("비교 대상 버전", "Held against version")
    static let lowered = Words("낮아지는 등급", "Grades that become lower")
    static let officerApproves = Words(
        "등급을 낮추는 변경은 보안관리자가 승인합니다.", "A change that lowers a grade is approved by a security administrator.")

    static let errors = Words("오류", "Errors")
    static let noErrors = Words("오류가 없습니다.", "No errors.")
    static let place = Words("위치", "Place")
    static let found = Words("내용", "Found")
    static let why = Words("이유", "Why it matters")
    static let remedy = Words("조치", "How to fix it")
    static let doubts = Words("주의", "Warnings")
    static let noDoubts = Words("주의할 점이 없습니다.", "No warnings.")
    static let tests = Words("정책의 자체 테스트", "The policy's own tests")
    static func testsPass(_ count: Int) -> Words { Words("\(count)건 모두 통과", "All \(count) pass") }
    static func testsFail(_ failing: Int, of count: Int) -> Words {
        Words("\(count)건 중 \(failing)건 실패", "\(failing) of \(count) fail")
    }
    static func fewerTests(_ before: Int) -> Words { Words("이전 \(before)건보다 적음", "Fewer than the \(before) before") }
    static let shutOut = Words("접근을 잃는 관리자", "Who would be shut out")
    static let nobodyShutOut = Words("없음", "Nobody")
    static let size = Words("콘솔과 규칙", "Consoles and rules")
    static func size(_ consoles: Int, _ rules: Int) -> Words {
        Words("콘솔 \(consoles)개, 규칙 \(rules)개", "\(consoles) consoles, \(rules) rules")
    }

    static let changes = Words("변경되는 항목", "What changes")
    static let noChanges = Words("바뀌는 규칙이나 항목이 없습니다.", "No rule or other thing changes.")
    static let section = Words("구분", "Section")
    static let thing = Words("이름", "Name")
    static let before = Words("변경 전", "before")
    static let after = Words("변경 후", "after")
    static let nothingSaid = Words("(없음)", "(not said)")
    static let keys = Words("자세히", "Details")
    static func keyCount(_ count: Int) -> Words { Words("속성 \(count)개", "\(count) keys") }
    static let added = Words("추가", "Added")
    static let removed = Words("삭제", "Removed")
    static let changed = Words("변경", "Changed")
    static let addedLine = Words("추가된 행: ", "added: ")
    static let removedLine = Words("삭제된 행: ", "removed: ")
    static func firstLines(_ count: Int) -> Words {
        Words("처음 \(count)행만 표시합니다.", "The first \(count) lines are shown.")
    }
    static let since = Words("비교할 버전", "Held against version")
    static let sinceProblem = Words("이력에 있는 버전 번호를 입력해 주세요.", "Expected the number of a version in the history.")
    static let compare = Words("비교", "Compare")
    static func unreadable(_ why: String) -> Words {
        Words("이 설정에서는 비교할 수 없는 버전입니다. (\(why))", "One of the versions cannot be read here any more: \(why)")
    }
}

extension PolicyAlteration.Change {
    var words: Words {
        switch self {
        case .added: PolicyPageWords.added
        case .removed: PolicyPageWords.removed
        case .changed: PolicyPageWords.changed
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .added: .good
        case .removed: .bad
        case .changed: .warn
        }
    }
}

extension PolicyVersion.Cause {
    var words: Words {
        switch self {
        case .founding: Words("최초 정책", "First policy")
        case .change: Words("두 사람의 변경", "Change by two people")
        case .rollback: Words("이전 버전으로 되돌림", "Way back")
        case .emergency: Words("긴급 변경", "Emergency change")
        case .restored: Words("긴급 변경 만료로 복원", "Restored after an emergency")
        case .file: Words("폴더의 파일", "The folder's files")
        case .signedFile: Words("서명된 파일", "Signed files")
        }
    }
}

extension PolicyDraft.State {
    var words: Words {
        switch self {
        case .open: Words("승인 대기", "Waits for approval")
        case .approved: Words("승인됨", "Approved")
        case .closed(let closing): closing.kind.words
        case .activated(let number, _): Words("버전 \(number)로 적용됨", "In force as version \(number)")
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .open: .warn
        case .approved, .activated: .good
        case .closed: .plain
        }
    }
}

extension PolicyDraft.Closing.Kind {
    var words: Words {
        switch self {
        case .rejected: Words("반려됨", "Rejected")
        case .dropped: Words("취소됨", "Dropped")
        }
    }
}
