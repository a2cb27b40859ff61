/// What a change is called, and what comes of it.
struct OrderWords: Sendable {
    let title: Words
    /// Told before it is done.
    let effect: Words
    /// Where it is called otherwise than the page.
    var button: Words?
}

extension PersonOrderKind {
    var words: OrderWords {
        switch self {
        case .suspend:
            OrderWords(
                title: Words("접근 즉시 중지", "Suspend access now"),
                effect: Words(
                    "열린 세션과 연결이 바로 끊어지고, 재개할 때까지 접속할 수 없습니다.",
                    "Open sessions and connections end at once, and nobody gets in under this name until it is resumed."
                ))
        case .resume:
            OrderWords(
                title: Words("중지 해제", "Resume"),
                effect: Words("다시 접속할 수 있게 됩니다.", "The account can sign in again."))
        case .disable:
            OrderWords(
                title: Words("계정 비활성화", "Disable"),
                effect: Words(
                    "열린 세션이 바로 종료되고 접속할 수 없게 됩니다.", "Open sessions end at once, and the account cannot sign in."))
        case .enable:
            OrderWords(
                title: Words("계정 활성화", "Enable"),
                effect: Words("비활성화된 계정을 다시 사용할 수 있게 합니다.", "The disabled account can be used again."))
        case .unlock:
            OrderWords(
                title: Words("계정 잠금 해제(추가 인증 필요)", "Unlock account (extra verification needed)"),
                effect: Words(
                    "인증 실패로 걸린 잠금을 풉니다. 엄격한 계정은 한 번만 표시되는 해제 코드를 본인에게 전달해야 합니다.",
                    "Lifts what failed attempts locked. A strict account also needs a code, shown once, that its owner types in."
                ))
        case .remove:
            OrderWords(
                title: Words("계정 삭제", "Remove"),
                effect: Words(
                    "세션을 종료하고 인증서와 인증 수단을 폐기합니다. 되돌릴 수 없습니다.",
                    "Ends sessions, and takes certificates and authenticators out of use. It cannot be undone."))
        case .roles:
            OrderWords(
                title: Words("역할 변경", "Change roles"),
                effect: Words(
                    "입력한 역할만 남습니다. 열린 세션은 종료됩니다. 역할을 더할 때는 다른 보안관리자의 승인이 필요할 수 있습니다.",
                    "The account holds exactly these roles afterwards, and its sessions end. Adding one may need another administrator's approval."
                ))
        case .contact:
            OrderWords(
                title: Words("경고 수신 주소 변경", "Change the address for warnings"),
                effect: Words("비워 두면 주소를 지웁니다.", "Leave it empty to forget the address."))
        case .review:
            OrderWords(
                title: Words("정기 점검 완료", "Sign off the review"),
                effect: Words("현재 역할과 접근권한이 업무에 필요함을 확인합니다.", "You confirm that these roles and rights are needed."))
        case .check:
            OrderWords(
                title: Words("특수 목적 계정 확인", "Confirm the special-purpose account"),
                effect: Words("이 계정이 계속 필요함을 확인합니다.", "You confirm that this account is needed still."))
        case .resetFactor:
            OrderWords(
                title: Words("인증 수단 초기화", "Reset factors"),
                effect: Words(
                    "인증 수단을 모두 폐기하고 등록 코드를 한 번 표시합니다. 두 사람이 필요한 계정은 승인을 기다립니다.",
                    "Takes every authenticator out of use and shows an enrolment code once. Where two people are needed it waits for approval."
                ))
        case .endSessions:
            OrderWords(
                title: Words("모든 세션 종료", "End every session"),
                effect: Words(
                    "이 사용자의 열린 세션과 연결이 바로 끊어집니다.", "Every open session and connection of this person ends at once."))
        case .bind:
            OrderWords(
                title: Words("인증서 등록", "Bind a certificate"),
                effect: Words("이 인증서로 접속할 수 있게 됩니다.", "The account can sign in with this certificate."))
        case .unbind:
            OrderWords(
                title: Words("인증서 해지", "Remove a certificate"),
                effect: Words(
                    "이 인증서로 열린 세션이 종료되고 더는 접속할 수 없습니다.",
                    "Sessions of this certificate end, and it opens nothing any more."))
        case .open:
            OrderWords(
                title: Words("비상 계정 개방 신청", "Request the opening of the emergency account"),
                effect: Words(
                    "다른 보안관리자가 승인하면 한 시간 동안 열립니다.", "When another administrator approves, it is open for an hour."))
        }
    }

    /// Takes something away, or cannot be undone.
    var isGrave: Bool {
        switch self {
        case .suspend, .disable, .remove, .resetFactor, .endSessions, .unbind: true
        case .resume, .enable, .unlock, .roles, .contact, .review, .check, .bind, .open: false
        }
    }
}

extension RequestVerdict {
    var words: OrderWords {
        switch self {
        case .approve:
            OrderWords(
                title: Words("신청 승인", "Approve the request"),
                effect: Words("신청한 내용이 바로 적용됩니다.", "What is asked for takes effect at once."))
        case .reject:
            OrderWords(
                title: Words("신청 반려", "Turn the request down"),
                effect: Words("신청한 내용은 적용되지 않습니다.", "Nothing of what is asked for happens."))
        }
    }
}

extension ResetVerdict {
    var words: OrderWords {
        switch self {
        case .approve:
            OrderWords(
                title: Words("초기화 승인", "Approve the reset"),
                effect: Words("유예 시간이 지나면 초기화를 진행할 수 있습니다.", "The reset can be carried out when its time has come."))
        case .cancel:
            OrderWords(
                title: Words("초기화 취소", "Cancel the reset"),
                effect: Words("인증 수단은 그대로 남습니다.", "The authenticators stay as they are."))
        }
    }
}

/// Of the orders that concern no person's page.
enum OtherOrders {
    static let newPerson = OrderWords(
        title: PeopleWords.new,
        effect: Words(
            "두 사람이 필요한 곳에서는 다른 보안관리자의 승인을 기다립니다.",
            "Where this takes two people it waits for another administrator's approval."))
    static let newLock = OrderWords(
        title: LockWords.add,
        effect: Words("해당하는 세션과 연결이 2초 안에 끊어집니다.", "Sessions and connections that it concerns end within two seconds."))
    static let liftLock = OrderWords(
        title: LockWords.lift, effect: Words("다시 접속할 수 있게 됩니다.", "Those it concerned can sign in again."))
    static let newGrant = OrderWords(
        title: GrantWords.add,
        effect: Words(
            "승인된 기간 동안 입력한 콘솔에 접속할 수 있습니다. 기간이 끝나면 연결이 끊어집니다.",
            "Gives access to these consoles for this time. When it ends, open connections end too."))
    static let endGrant = OrderWords(
        title: GrantWords.end, effect: Words("열린 연결이 바로 끊어집니다.", "Open connections end at once."))
    static let endSession = OrderWords(
        title: SessionWords.end,
        effect: Words("이 세션과 연결이 바로 끊어집니다.", "This session and its connections end at once."))
}

/// What was done, told on the page that follows. Anyone can write it into a link, so it only ever chooses one of these.
enum Done: String, CaseIterable, Sendable {
    case carriedOut = "yes"
    case requested, waiting, asked, voted

    static let parameter = "done"

    var words: Words {
        switch self {
        case .carriedOut: Words("처리했습니다. 기록에 남았습니다.", "Done, and recorded.")
        case .requested:
            Words("신청했습니다. 다른 보안관리자의 승인을 기다립니다.", "Requested. Another security administrator has to approve it.")
        case .asked: Words("신청했습니다. 승인을 기다립니다.", "Asked for. It waits for approvals.")
        case .voted: Words("승인했습니다. 다른 사람의 승인을 더 기다립니다.", "Approved. It waits for the others.")
        case .waiting:
            Words("초기화를 요청했습니다. 승인되거나 유예 시간이 지나야 진행됩니다.", "Asked for. It waits for approval, or for its time to come.")
        }
    }
}

/// Labels and hints of the forms.
enum FieldWords {
    static let reason = Words("변경 사유를 입력해 주세요.", "Enter the reason for the change.")
    static let roles = Words("역할", "Roles")
    static func knownRoles(_ names: String) -> Words {
        Words("쉼표나 공백으로 구분합니다. 정책에 있는 역할: \(names)", "Separated by commas or spaces. Roles of the policy: \(names)")
    }
    static let mail = Words("메일 주소", "Mail address")
    static let mailProblem = Words("메일 주소 형식(이름@도메인)으로 입력해 주세요.", "Expected local@domain.")
    static let pem = Words("인증서(PEM)", "Certificate (PEM)")
    static let pemHint = Words(
        "-----BEGIN CERTIFICATE-----로 시작하는 내용을 붙여 넣어 주세요. 개인키는 넣지 마세요.",
        "Paste the text that starts with -----BEGIN CERTIFICATE-----. Never a private key.")
    static func pemProblem(_ why: String) -> Words {
        Words("인증서를 읽을 수 없습니다. (\(why))", "The certificate cannot be read: \(why)")
    }
    static let bindBy = Words("등록 방식", "Bound by")
    static let byKey = Words("공개키(갱신해도 유지)", "Public key (survives renewal with the same key)")
    static let bySerial = Words("발급기관과 일련번호", "Issuer and serial number")
    static let binding = Words("등록된 인증서", "Bound certificate")
    static let bindingProblem = Words(
        "사용자 페이지에 표시된 대로 입력해 주세요.", "Write it as the page of the person shows it: key:… or serial:… issuer:…")
    static let account = Words("계정 이름", "Account name")
    static let accountHint = Words(
        "영문 소문자로 시작하는 3~64자(a-z 0-9 . _ -). 추측하기 쉬운 이름은 쓸 수 없습니다.",
        "3 to 64 of a-z 0-9 . _ -, starting with a letter, and not easy to guess.")
    static let accountProblem = Words(
        "사용할 수 없는 계정 이름입니다. 예: kim-7f3a", "This cannot be an account name: expected something like kim-7f3a.")
    static let text200 = Words("1~200바이트로 입력해 주세요.", "Expected 1 to 200 bytes.")
    static let language = Words("언어", "Language")
    static let use = Words("용도", "Use")
    static let owner = Words("서비스 계정 책임자", "Owner of a service account")
    static let serviceHint = Words("서비스 계정일 때만 입력합니다.", "For service accounts only.")
    static let networks = Words("서비스 계정의 허용 네트워크", "Networks of a service account")
    static let networksProblem = Words(
        "주소 또는 10.20.0.0/16 형식으로 입력해 주세요(호스트 비트는 0).",
        "Expected addresses or prefixes such as 10.20.0.0/16, host bits zero.")
    static let serviceUntil = Words("서비스 계정의 사용 기한", "End of a service account")
    static let termsProblem = Words(
        "서비스 계정에는 책임자, 네트워크, 기한을 모두 입력하고, 다른 계정에는 모두 비워 두세요.",
        "A service account has all three of owner, networks and end; other accounts have none of them.")
    static let lockKind = Words("잠글 대상", "What is locked")
    static let lockTarget = Words("대상 이름", "Which one")
    static let lockHint = Words(
        "계정 이름, 인증서 SHA-256(64자리), 소속 이름 또는 발급기관 이름",
        "Account name, SHA-256 of the certificate, organisation, or issuer")
    static let fingerprintProblem = Words(
        "인증서의 SHA-256은 16진수 64자리입니다.", "The SHA-256 of a certificate has 64 hexadecimal digits.")
    static let until = Words("기한(비워 두면 해제할 때까지)", "Until (empty: until it is lifted)")
    static let instantProblem = Words(
        "날짜와 시각을 입력해 주세요. 예: 2026-12-01T09:00", "Expected a date and time such as 2026-12-01T09:00.")
    static let partner = Words("협력사 계정", "Partner's account")
    static let consoles = Words("콘솔", "Consoles")
    static let grantKind = Words("승인 종류", "Kind of approval")
    static let exportReference = Words("수출승인·신고 번호", "Export approval/notification no.")
    static let sponsor = Words("책임자(사내 계정)", "Sponsor (a colleague's account)")
    static let from = Words("시작", "From")
    static let to = Words("종료", "To")
    static let enrolmentCode = Words("등록 코드", "Enrolment code")
    static let unlockCode = Words("잠금 해제 코드", "Unlock code")
    static let codeOnce = Words(
        "이 코드는 지금 한 번만 표시됩니다. 본인임을 확인한 뒤 안전한 방법으로 전달해 주세요.",
        "This code is shown once, now. Pass it on by a safe way, to a person whom you have verified.")
    static let codeUntil = Words("코드 유효 기한", "Good until")
}
