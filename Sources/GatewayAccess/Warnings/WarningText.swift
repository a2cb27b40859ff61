public import GatewayIdentity

extension SecurityWarning {
    /// The message as a person reads it. Says what happened and what to do; not which factor, not why inside.
    public func text(in language: Language) -> String {
        switch language {
        case .korean: koreanText
        case .english: englishText
        }
    }

    private var koreanText: String {
        var lines = ["[\(service)] \(korean(event))", "사건 번호: \(number)", "일시: \(koreanTime)"]
        if let account { lines.append("계정: \(account)") }
        if let source { lines.append("접속지: \(source)") }
        if let device { lines.append("기기: \(device)") }
        if let failures { lines.append("실패 횟수: \(failures)") }
        if occurrences > 1 { lines.append("같은 시간대의 다른 사건: \(occurrences - 1)건") }
        switch lock {
        case .open: break
        case .until(let end): lines.append("잠금: \(RFC3339.string(end))까지")
        case .untilAdministrator: lines.append("잠금: 보안담당자가 해제할 때까지")
        }
        lines.append("본인이 아니라면 바로 보안담당자에게 알려 주십시오: \(contact)")
        return lines.joined(separator: "\n")
    }

    private var englishText: String {
        var lines = ["[\(service)] \(english(event))", "Event: \(number)", "Time: \(koreanTime)"]
        if let account { lines.append("Account: \(account)") }
        if let source { lines.append("From: \(source)") }
        if let device { lines.append("Device: \(device)") }
        if let failures { lines.append("Failed attempts: \(failures)") }
        if occurrences > 1 { lines.append("Other events in the same period: \(occurrences - 1)") }
        switch lock {
        case .open: break
        case .until(let end): lines.append("Locked until \(RFC3339.string(end))")
        case .untilAdministrator: lines.append("Locked until the security officer lifts it")
        }
        lines.append("If this was not you, tell the security officer now: \(contact)")
        return lines.joined(separator: "\n")
    }

    private func korean(_ event: Event) -> String {
        switch event {
        case .failedSignIn: "로그인에 실패했습니다."
        case .repeatedFailures: "로그인 실패가 반복되고 있습니다."
        case .locked: "반복된 실패로 계정이 잠겼습니다."
        case .disabled: "반복된 실패로 계정이 정지되었습니다."
        case .rightCodeWhileLocked: "잠긴 계정에 로그인 시도가 있었습니다."
        case .codeReplayed: "이미 사용된 인증 정보로 로그인 시도가 있었습니다."
        case .keyCopied: "보안키가 복제되었을 수 있어 그 보안키를 잠갔습니다."
        case .factorAdded: "새 인증 수단이 등록되었습니다."
        case .sessionCertificateMismatch: "다른 인증서로 세션을 사용하려는 시도가 있어 세션을 종료했습니다."
        case .sessionDisplaced: "새 로그인으로 이전 세션이 종료되었습니다."
        case .recoveryCodeUsed: "복구 코드로 로그인했습니다."
        case .factorReset: "인증 수단이 초기화되었습니다."
        case .authenticatorLost: "인증 수단의 분실이 신고되었습니다."
        case .authenticatorRemoved: "인증 수단이 삭제되었습니다."
        case .factorResetAsked: "인증 수단 초기화가 요청되었습니다. 본인이 요청하지 않았다면 로그인 화면이나 내 정보에서 취소할 수 있습니다."
        case .factorResetCancelled: "인증 수단 초기화 요청이 취소되었습니다."
        case .certificateEnding: "인증서가 곧 만료됩니다. 미리 갱신해 주십시오."
        case .grantEnding: "접근 허용 기간이 곧 끝납니다."
        case .partnerRefused: "외부 협력자의 접근이 거부되었습니다."
        case .sourceBlocked: "반복된 실패로 접속지를 차단했습니다."
        case .breakGlassOpened: "비상 계정이 두 사람의 승인으로 한 시간 동안 열렸습니다."
        case .breakGlassUsed: "비상 계정으로 로그인했습니다."
        case .reviewOverdue: "권한 점검 기한이 지났습니다."
        }
    }

    private func english(_ event: Event) -> String {
        switch event {
        case .failedSignIn: "A sign-in failed."
        case .repeatedFailures: "Sign-ins keep failing."
        case .locked: "The account was locked after repeated failures."
        case .disabled: "The account was disabled after repeated failures."
        case .rightCodeWhileLocked: "Someone tried to sign in to a locked account."
        case .codeReplayed: "Someone tried to sign in with credentials that were already used."
        case .keyCopied: "A security key may have been copied and has been locked."
        case .factorAdded: "A new means of signing in was registered."
        case .sessionCertificateMismatch: "A session was shown with another certificate and has been ended."
        case .sessionDisplaced: "A new sign-in ended an earlier session."
        case .recoveryCodeUsed: "A recovery code was used to sign in."
        case .factorReset: "The means of signing in were reset."
        case .authenticatorLost: "An authenticator was reported lost."
        case .authenticatorRemoved: "An authenticator was removed."
        case .factorResetAsked:
            "A reset of the means of signing in was asked for. If you did not ask, cancel it on the sign-in page or on your own page."
        case .factorResetCancelled: "The request to reset the means of signing in was cancelled."
        case .certificateEnding: "A certificate ends soon. Please renew it."
        case .grantEnding: "A permission ends soon."
        case .partnerRefused: "An external partner was refused."
        case .sourceBlocked: "An address was blocked after repeated failures."
        case .breakGlassOpened: "Two people opened an emergency account for one hour."
        case .breakGlassUsed: "Somebody signed in with an emergency account."
        case .reviewOverdue: "A review of rights is overdue."
        }
    }
}
