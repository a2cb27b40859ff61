import GatewayAudit
import GatewayDesk

/// The records, and the search in them.
enum RecordWords {
    static let none = Words("조건에 맞는 기록이 없습니다.", "No record fits.")
    static let noneSoFar = Words(
        "지금까지 읽은 범위에는 조건에 맞는 기록이 없습니다. 이어서 찾을 수 있습니다.",
        "No record fits in what was read so far. You can go on from here.")
    static let person = Words("계정(처리자 또는 대상)", "Account (who did it, or to whom)")
    static let console = Words("콘솔", "Console")
    static let type = Words("기록 종류", "Kind of record")
    static let outcome = Words("결과", "Outcome")
    static let reason = Words("사유 코드", "Reason code")
    static let from = Words("시작 시각", "From")
    static let to = Words("종료 시각", "Before")
    static let requestID = Words("요청 ID", "Request ID")
    static let noted = Words("이 조회도 기록됩니다.", "This search is recorded too.")
    static let masked = Words(
        "감사자에게는 접속지 일부를 가려 표시합니다. 기록 한 건씩 사유를 남기고 가림을 해제할 수 있습니다.",
        "Parts of addresses are hidden from auditors, who can see a record whole by stating why.")
    static let any = Words("모두", "Any")
    static let busy = Words(
        "다른 조회가 진행 중입니다. 잠시 후 다시 시도해 주세요.", "Other searches are under way. Try again in a moment.")
    static let unreadable = Words(
        "접속기록을 읽을 수 없습니다. 노드 로그를 확인해 주세요.", "The records cannot be read; the log of the node says why.")
    static let results = Words("기록", "Records")
    static let eventID = Words("기록 ID", "Record ID")
    static let address = Words("접속지", "Address")
    static let grant = Words("접근권한(승인)", "Grant, or its request")
    static let session = Words("세션 해시", "Session hash")
    static let idProblem = Words("ID는 16진수 32자리로 입력해 주세요.", "An ID has 32 hexadecimal digits.")
    static let sessionProblem = Words("세션 해시는 16진수 64자리로 입력해 주세요.", "A session hash has 64 hexadecimal digits.")
    static let addressProblem = Words(
        "접속지는 10.20.0.5나 2001:db8::7 같은 주소로 입력해 주세요.", "An address such as 10.20.0.5 or 2001:db8::7 is expected.")
    static func notReached(_ parts: String) -> Words {
        Words(
            "조회한 범위에서는 찾지 못했고, 다음 부분은 조회하지 못했습니다. 잠시 후 다시 시도해 주세요. \(parts)",
            "It is not in what could be looked at, and these parts could not be. Try again in a while. \(parts)")
    }
    static let unread = Words(
        "다음 부분은 조회하지 못했습니다. 그 안의 기록은 결과에 없습니다.",
        "These parts could not be looked at, and what is in them is not in the answer:")
    static let summary = Words("요약", "In short")
    static let fields = Words("전체 항목", "Every field")
    static let maskedHere = Words(
        "접속지와 전자우편 주소 일부를 가려 표시합니다.", "Parts of addresses and mail addresses are hidden.")
    static let unmask = Words("가림 해제", "See it whole")
    static let export = Words("내보내기", "Export")
    static let who = Words("누가", "Who")
    static let what = Words("무엇을", "What")
    static let when = Words("언제", "When")
    static let `where` = Words("어디에서", "From where")
    static let by = Words("근거(규칙·승인)", "By which rule and approval")
    static let why = Words("처리 사유", "Stated reason")
    static let certificate = Words("인증서", "certificate")
    static let format = Words("형식", "Format")
    static let formatCSV = Words("CSV 표", "CSV table")
    static let formatExcel = Words("CSV 표(Excel용)", "CSV table, for Excel")
    static let formatJSON = Words("JSON(기록 원문)", "JSON, the records as they stand")
    static let tooMany = Words(
        "한 파일에는 10,000건까지 담을 수 있습니다. 기간을 좁히거나 'gwanmun audit export'를 사용하세요.",
        "A file holds 10,000 records. Choose a shorter time, or use 'gwanmun audit export'.")
}

enum RecordOrderWords {
    static let unmask = OrderWords(
        title: Words("기록 가림 해제", "See a record whole"),
        effect: Words(
            "이 기록 한 건을 가림 없이 표시합니다. 열람한 사람과 사유가 기록됩니다.",
            "Shows this one record whole. Who saw it, and why, is recorded."), button: RecordWords.unmask)
    static let export = OrderWords(
        title: Words("기록 내보내기", "Export records"),
        effect: Words(
            "조건에 맞는 기록을 가림 없이 파일로 내려받습니다. 파일 끝에는 빠진 기록과 삭제된 기록의 건수가 있습니다. 내려받은 사람과 사유가 기록됩니다. 증명이 함께 필요하면 'gwanmun audit export'를 사용하세요.",
            "Downloads the records that fit, whole. The file ends with how many were left out and how many were deleted. Who took them, and why, is recorded. For an export with its proof use 'gwanmun audit export'."
        ),
        button: RecordWords.export)
}

extension RecordStory.Kind {
    var words: Words {
        switch self {
        case .request: Words("같은 요청의 기록", "Of the same request")
        case .session: Words("세션의 시작과 끝", "The session's beginning and end")
        case .grants: Words("그때까지의 접근권한", "Grants of the person, up to then")
        case .rights: Words("그때까지의 역할 변경", "Changes of roles, up to then")
        case .requests: Words("그때까지의 신청과 승인", "Requests and approvals, up to then")
        }
    }
}

extension RecordType {
    var words: Words {
        switch self {
        case .start: Words("시작", "Start")
        case .stop: Words("종료", "Stop")
        case .config: Words("설정", "Configuration")
        case .reload: Words("다시 읽기", "Reload")
        case .clockOffset: Words("시각 오차", "Clock offset")
        case .tlsRefused: Words("TLS 거부", "TLS refused")
        case .loginOK: Words("로그인 성공", "Sign-in")
        case .loginFailed: Words("로그인 실패", "Sign-in failed")
        case .factorOK: Words("인증 성공", "Factor accepted")
        case .factorFailed: Words("인증 실패", "Factor failed")
        case .lock: Words("잠금", "Lock")
        case .unlock: Words("잠금 해제", "Unlock")
        case .disable: Words("비활성화", "Disabled")
        case .enable: Words("활성화", "Enabled")
        case .sessionStart: Words("세션 시작", "Session started")
        case .sessionStepUp: Words("추가 인증", "Step-up")
        case .sessionEnd: Words("세션 종료", "Session ended")
        case .sessionMisuse: Words("세션 오용", "Session misused")
        case .handoff: Words("로그인 전달", "Handoff")
        case .terminalCode: Words("터미널 코드", "Terminal code")
        case .decision: Words("접근 판단", "Decision")
        case .access: Words("접속", "Access")
        case .warningSent: Words("경고 발송", "Warning sent")
        case .warningsTested: Words("경고 시험", "Warnings tested")
        case .forwarding: Words("기록 전송", "Records forwarded")
        case .anomaly: Words("이상 사용 경보", "Alarm")
        case .measure: Words("조치", "Measure")
        case .monitor: Words("실시간 감시", "Monitor")
        case .accountChange: Words("계정 변경", "Account changed")
        case .accountRequest: Words("계정 신청", "Account request")
        case .roleChange: Words("역할 변경", "Roles changed")
        case .certificateChange: Words("인증서 변경", "Certificate changed")
        case .factorChange: Words("인증 수단 변경", "Factor changed")
        case .grantChange: Words("접근권한 변경", "Grant changed")
        case .policyChange: Words("정책 변경", "Policy changed")
        case .policyDraft: Words("정책 초안", "Draft of a policy")
        case .policyTamper: Words("정책 파일 변조 의심", "Policy tampered with")
        case .keyEvent: Words("키 사용", "Key event")
        case .reviewTask: Words("정기 점검", "Review")
        case .reviewSigned: Words("점검 서명", "Review signed off")
        case .rightKept: Words("권한 유지", "Right kept")
        case .reportChange: Words("점검 보고서", "Report")
        case .peopleRead: Words("사용자 정보 조회", "People read")
        case .peopleWatched: Words("실시간 접속 현황 조회", "Live view watched")
        case .administrationRefused: Words("관리 요청 거부", "Administration refused")
        case .segmentStart: Words("기록 파일 시작", "Segment started")
        case .logGap: Words("기록 누락", "Gap in the records")
        case .logVerified: Words("기록 검증", "Records verified")
        case .logRead: Words("기록 조회", "Records read")
        case .logDeleted: Words("보존 기간이 끝난 기록 삭제", "Records deleted after their time")
        case .logHold: Words("기록 보존 명령", "Hold on records")
        case .logUnmasked: Words("가림 해제", "Record unmasked")
        case .logExport: Words("기록 내보내기", "Records exported")
        }
    }
}

extension Outcome {
    var words: Words {
        switch self {
        case .success: Words("성공", "Success")
        case .failure: Words("실패", "Failure")
        case .denied: Words("차단", "Denied")
        }
    }

    var tone: Piece.Tone {
        switch self {
        case .success: .good
        case .failure: .warn
        case .denied: .bad
        }
    }
}
