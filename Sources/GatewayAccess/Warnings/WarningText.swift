internal import GatewayIdentity

/// A message in words. The fields and their order are those of the compliance profile nct-2025-04, 2.10; the wording is
/// its section 4 where it has some.
struct WarningText {
    let message: WarningMessage
    let language: Language

    /// Others that are named one by one; more are counted.
    private static let mostListed = 40

    private var warning: SecurityWarning { message.lead }

    var subject: String {
        let mark =
            switch warning.event {
            case .test: said("[시험]", "[Test]")
            case .anomalyDrill: said("[보안 훈련]", "[Security drill]")
            case _: said("[보안 경고]", "[Security warning]")
            }
        return "\(mark) \(warning.happening(in: language))"
    }

    var body: String {
        let lines = [
            "[\(warning.service)] \(warning.happening(in: language))", "",
            line("사건 번호", "Event no.", warning.number.description),
            line("일시", "Time", Self.time(warning.at)),
            warning.account.flatMap { line("계정", "Account", $0) },
            line("서비스", "Service", warning.service),
            line("접속지", "From", place(of: warning)),
            warning.failures.flatMap { line("실패 횟수", "Failed attempts", String($0)) },
            lock,
            line("기한", "Date", warning.deadline.map(Self.time)),
            warning.occurrences > 1 ? line("같은 사건", "Times", String(warning.occurrences)) : nil,
        ]
        return (lines.compactMap(\.self) + others + ["", WarningAdvice(warning: warning, language: language).text])
            .joined(separator: "\n")
    }

    // MARK: Facts

    /// `2026-11-22 17:31:05 KST`
    private static func time(_ time: UnixTime) -> String {
        String(RFC3339.string(time).prefix(19)).replacing("T", with: " ") + " KST"
    }

    private func place(of warning: SecurityWarning) -> String? {
        let parts = [warning.source.map { "IP \($0)" }, warning.device].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private var lock: String? {
        switch warning.lock {
        case .open: nil
        case .until(let end): line("잠금 해제 시각", "Locked until", Self.time(end))
        case .untilAdministrator: line("잠금", "Locked", said("보안책임자가 해제할 때까지", "until the security officer lifts it"))
        }
    }

    /// What else happened since the message before.
    private var others: [String] {
        let rest = message.others
        guard !rest.isEmpty else { return [] }
        let listed = rest.suffix(Self.mostListed).map { other in
            let parts = [
                Self.time(other.at), other.happening(in: language), place(of: other), other.number.description,
                other.occurrences > 1 ? said("\(other.occurrences)회", "\(other.occurrences) times") : nil,
            ]
            return "- " + parts.compactMap(\.self).joined(separator: " · ")
        }
        let more = rest.count - listed.count
        let rest1 = more > 0 ? [said("- 그 밖에 \(more)건", "- and \(more) more")] : []
        return ["", said("같은 시간대의 다른 사건:", "Also in this time:")] + rest1 + listed
    }

    private func line(_ korean: String, _ english: String, _ value: String?) -> String? {
        value.map { "\(said(korean, english)): \($0)" }
    }

    private func said(_ korean: String, _ english: String) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }
}

extension SecurityWarning {
    /// What happened, in a sentence.
    func happening(in language: Language) -> String { event.said(in: language, days: days) }
}

extension SecurityWarning.Event {
    /// - Parameter days: until it ends, or since it was due; `nil` where that is not told.
    fileprivate func said(in language: Language, days: Int64?) -> String {
        switch language {
        case .korean: korean(days)
        case .english: english(days)
        }
    }

    private static func days(_ count: Int64) -> String { count == 1 ? "1 day" : "\(count) days" }

    private func korean(_ days: Int64?) -> String {
        switch self {
        case .failedSignIn: "인증에 실패했습니다."
        case .repeatedFailures: "인증 실패가 반복되고 있습니다."
        case .locked: "반복된 실패로 계정이 잠겼습니다."
        case .disabled: "반복된 실패로 계정의 인증 수단이 정지되었습니다."
        case .rightCodeWhileLocked: "잠긴 계정에 접속 시도가 있었습니다."
        case .codeReplayed: "이미 사용된 인증 정보로 접속 시도가 있었습니다."
        case .keyCopied: "보안키가 복제되었을 수 있어 그 보안키를 잠갔습니다."
        case .factorAdded: "새 인증 수단이 등록되었습니다."
        case .certificateRefused: "사용할 수 없는 인증서로 접속 시도가 있었습니다."
        case .sessionCertificateMismatch: "다른 인증서로 세션을 사용하려는 시도가 있어 세션을 종료했습니다."
        case .newPlace: "새로운 위치 또는 기기에서 접속했습니다."
        case .privilegedSignIn: "관리자 계정으로 접속했습니다."
        case .offHoursSignIn: "업무 시간이 아닌 때에 접속했습니다."
        case .sessionDisplaced: "다른 기기에서 로그인되어 기존 세션이 종료되었습니다."
        case .secondSessionRefused: "이미 접속 중인 계정으로 다른 곳에서 로그인하려는 시도가 있었습니다."
        case .recoveryCodeUsed: "복구 코드로 접속했습니다."
        case .factorReset: "인증 수단이 초기화되었습니다."
        case .authenticatorLost: "인증 수단의 분실이 신고되었습니다."
        case .authenticatorRemoved: "인증 수단이 삭제되었습니다."
        case .factorResetAsked: "인증 수단 초기화가 요청되었습니다. 본인이 요청하지 않았다면 로그인 화면이나 내 정보에서 취소할 수 있습니다."
        case .factorResetCancelled: "인증 수단 초기화 요청이 취소되었습니다."
        case .certificateEnding:
            days.map { "인증서가 \($0)일 뒤 만료됩니다. 미리 갱신해 주십시오." } ?? "인증서가 곧 만료됩니다. 미리 갱신해 주십시오."
        case .grantEnding: days.map { "접근 허용 기간이 \($0)일 남았습니다." } ?? "접근 허용 기간이 곧 끝납니다."
        case .certificateBound: "계정에 인증서가 추가로 등록되었습니다. 모르는 등록이라면 즉시 신고해 주십시오."
        case .serviceEnding: days.map { "서비스 계정의 사용 기간이 \($0)일 남았습니다." } ?? "서비스 계정의 사용 기간이 곧 끝납니다."
        case .serviceElsewhere: "서비스 계정의 인증서로 등록되지 않은 주소에서 접속 시도가 있었습니다."
        case .contactChanged: "알림을 받을 주소가 변경되었습니다."
        case .unlockOrdered: "계정 잠금 해제가 승인되었습니다."
        case .partnerRefused: "외부 협력자의 접속이 거부되었습니다."
        case .dormantAccountUsed: "오랫동안 사용하지 않은 계정으로 접속했습니다."
        case .closedAccountTried: "정지된 계정으로 접속 시도가 있었습니다."
        case .disowned: "본인이 하지 않은 접속이라고 신고했습니다. 계정을 잠그고 모든 세션을 종료했습니다."
        case .sourceBlocked: "반복된 실패로 접속지를 차단했습니다."
        case .breakGlassOpened: "비상 계정이 두 사람의 승인으로 한 시간 동안 열렸습니다."
        case .breakGlassUsed: "비상 계정으로 로그인했습니다."
        case .reviewTasksOverdue: days.map { "정기 점검 기한이 \($0)일 지났습니다." } ?? "정기 점검 기한이 지났습니다."
        case .reportsOverdue:
            days.map { "점검 보고서(제공자 점검 또는 우회 접속 점검)의 기한이 \($0)일 지났습니다." }
                ?? "점검 보고서(제공자 점검 또는 우회 접속 점검)의 기한이 지났습니다."
        case .bundleReady: "승인한 제공자 지원 작업이 끝났고, 작업 기록이 준비되었습니다."
        case .reviewOverdue: days.map { "권한 점검 기한이 \($0)일 지났습니다." } ?? "권한 점검 기한이 지났습니다."
        case .policyTampered: "접근정책 폴더가 승인 절차 없이 변경되었습니다. 변경 내용은 적용되지 않았습니다."
        case .policyEmergency: "접근정책이 한 사람의 긴급 변경으로 바뀌었습니다."
        case .policyRestored: "긴급 변경이 기한 안에 승인되지 않아 이전 접근정책으로 되돌아갔습니다."
        case .policyStuck: "긴급 변경의 기한이 지났으나 이전 접근정책을 적용할 수 없어 모든 콘솔 접속을 거부하고 있습니다."
        case .policyOvertaken: "예약된 접근정책 변경을 제시간에 적용하지 못했습니다."
        case .trailBroken: "감사 기록이 기록된 그대로가 아닙니다."
        case .trailStopped: "감사 기록을 저장할 수 없습니다."
        case .forwardingStalled: "접속기록이 5분 넘게 보안관제로 전송되지 않고 있습니다."
        case .forwardingRefused: "보안관제 수신 서버의 인증서가 올바르지 않아 접속기록을 전송하지 않고 있습니다."
        case .forwardingGap: "전송되지 못한 접속기록이 있습니다."
        case .clockOff: "시스템 시각이 표준시각과 어긋나 있습니다."
        case .clockUnsafe: "시스템 시각을 신뢰할 수 없어 기밀 등급 콘솔 접속을 거부하고 있습니다."
        case .anomaly: "평소와 다른 사용이 감지되었습니다."
        case .measureTaken: "평소와 다른 사용이 감지되어 접속을 제한했습니다."
        case .measureLifted: "접속 제한 조치가 해제되었습니다."
        case .anomalyDrill: "[훈련] 이상 사용 경보 훈련입니다. 실제 사건이 아니며 아무 조치도 취하지 않았습니다."
        case .monitorStopped: "실시간 감시가 멈춰, 감시가 필요한 외부 협력자의 접속을 거부하고 있습니다."
        case .monitorRestored: "실시간 감시가 다시 동작합니다."
        case .test: "경고 전달을 시험합니다."
        }
    }

    private func english(_ days: Int64?) -> String {
        switch self {
        case .failedSignIn: "A sign-in failed."
        case .repeatedFailures: "Sign-ins keep failing."
        case .locked: "The account was locked after repeated failures."
        case .disabled: "The account's means of signing in was disabled after repeated failures."
        case .rightCodeWhileLocked: "Someone tried to sign in to a locked account."
        case .codeReplayed: "Someone tried to sign in with credentials that were already used."
        case .keyCopied: "A security key may have been copied and has been locked."
        case .factorAdded: "A new means of signing in was registered."
        case .certificateRefused: "Someone tried to sign in with a certificate that is not valid."
        case .sessionCertificateMismatch: "A session was shown with another certificate and has been ended."
        case .newPlace: "Sign-in from a new place or device."
        case .privilegedSignIn: "Administrator sign-in."
        case .offHoursSignIn: "Sign-in outside working hours."
        case .sessionDisplaced: "A sign-in elsewhere ended an earlier session."
        case .secondSessionRefused: "Someone tried to sign in elsewhere while a session is open."
        case .recoveryCodeUsed: "A recovery code was used to sign in."
        case .factorReset: "The means of signing in were reset."
        case .authenticatorLost: "An authenticator was reported lost."
        case .authenticatorRemoved: "An authenticator was removed."
        case .factorResetAsked:
            "A reset of the means of signing in was asked for. If you did not ask, cancel it on the sign-in page or on your own page."
        case .factorResetCancelled: "The request to reset the means of signing in was cancelled."
        case .certificateEnding:
            "A certificate expires \(days.map { "in \(Self.days($0))" } ?? "soon"). Please renew it."
        case .grantEnding: "An access period ends \(days.map { "in \(Self.days($0))" } ?? "soon")."
        case .certificateBound:
            "Another certificate was bound to the account. If you do not know of it, report it now."
        case .serviceEnding: "A service account ends \(days.map { "in \(Self.days($0))" } ?? "soon")."
        case .serviceElsewhere:
            "Someone showed a service account's certificate from an address that is not listed for it."
        case .contactChanged: "The address for these messages was changed."
        case .unlockOrdered: "The unlocking of the account was approved."
        case .partnerRefused: "An external partner was refused."
        case .dormantAccountUsed: "An account that was not used for a long time signed in."
        case .closedAccountTried: "Someone tried to sign in to a suspended account."
        case .disowned:
            "The owner reported a sign-in that was not theirs. The account is locked and all its sessions are ended."
        case .sourceBlocked: "An address was blocked after repeated failures."
        case .breakGlassOpened: "Two people opened an emergency account for one hour."
        case .breakGlassUsed: "Somebody signed in with an emergency account."
        case .reviewTasksOverdue: "A periodic review is \(days.map { "\(Self.days($0)) " } ?? "")overdue."
        case .reportsOverdue:
            "A report (of a provider's check, or of a check for ways around the gate) is \(days.map { "\(Self.days($0)) " } ?? "")overdue."
        case .bundleReady: "A provider's support that was approved is over, and its records are ready."
        case .reviewOverdue: "A review of rights is \(days.map { "\(Self.days($0)) " } ?? "")overdue."
        case .policyTampered: "The policy's folder was changed without approval. The change is not in force."
        case .policyEmergency: "One person changed the access policy as an emergency."
        case .policyRestored:
            "Nobody approved the emergency change of the access policy in time: the policy before it is back."
        case .policyStuck:
            "The emergency change of the access policy is over, and the policy before it cannot come back: every console is closed."
        case .policyOvertaken: "A change of the access policy could not be taken into use at its time."
        case .trailBroken: "The audit trail is not what was written."
        case .trailStopped: "The audit trail cannot be written."
        case .forwardingStalled: "For more than five minutes no records have reached the security monitoring."
        case .forwardingRefused:
            "The certificate of a server that receives records is not what it must be: no records are sent to it."
        case .forwardingGap: "Some records never reached the security monitoring."
        case .clockOff: "The system clock is off."
        case .clockUnsafe: "The system clock cannot be relied on: every classified console is closed."
        case .anomaly: "Unusual use was noticed."
        case .measureTaken: "Unusual use was noticed, and access was restricted."
        case .measureLifted: "A restriction of access was lifted."
        case .anomalyDrill:
            "[Drill] This is a drill of an alarm about unusual use. Nothing happened, and nothing was restricted."
        case .monitorStopped: "Nobody looks on in real time: partners whom somebody must look on at are refused."
        case .monitorRestored: "Real-time monitoring works again."
        case .test: "This tests whether warnings arrive."
        }
    }
}
