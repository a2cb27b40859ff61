internal import GatewayIdentity

/// What the recipient of a warning is to do about it (compliance profile nct-2025-04, 2.10: contact, and the step if it
/// was not them).
struct WarningAdvice {
    let warning: SecurityWarning
    let language: Language

    var text: String {
        let lines =
            switch warning.audience {
            case .securityOfficer: [remedy, trail]
            case .sponsor: [remedy, answering]
            case .owner: [ownRemedy.map { "\($0) \(call)" } ?? ifNotYou, neverAsked]
            }
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    /// What to do about this event; `nil` where it is what is always to be done.
    private var remedy: String? {
        switch warning.event {
        case .breakGlassOpened, .breakGlassUsed:
            said(
                "알고 있는 비상 상황이 아니라면 지금 바로 이 계정을 잠그거나(보안관리자: gwanmun lock add --account) 신고해 주세요.",
                "If this is no emergency you know of, lock the account now (security administrators: gwanmun lock add --account) or report it."
            )
        case .reviewOverdue:
            said(
                "지금 권한을 점검하고 결과를 남겨 주세요: gwanmun user reviews --due, gwanmun user review",
                "Look the rights through now and sign the review off: gwanmun user reviews --due, gwanmun user review")
        case .reviewTasksOverdue:
            said(
                "지금 점검하고 서명해 주세요: gwanmun review list",
                "Look it through now and sign it off: gwanmun review list")
        case .reportsOverdue:
            said(
                "새 보고서를 받아 등록해 주세요: gwanmun report list, gwanmun report add",
                "Get the next report and file it: gwanmun report list, gwanmun report add")
        case .bundleReady:
            said(
                "지원 작업 기록을 받아 승인한 내용과 대조해 주세요: gwanmun review list, gwanmun review bundle",
                "Fetch the records and hold them against what you approved: gwanmun review list, gwanmun review bundle")
        case .policyTampered:
            said(
                "누가 폴더를 바꿨는지 확인하고, 필요한 변경이면 절차대로 신청해 주세요: gwanmun policy propose, gwanmun policy show",
                "Find out who changed the folder; a change that is wanted is proposed: gwanmun policy propose. 'gwanmun policy show' has what is in force."
            )
        case .policyEmergency:
            said(
                "내용을 확인하고 기한 전에 승인해 주세요: gwanmun policy ratify. 승인하지 않으면 이전 정책으로 되돌아갑니다.",
                "Look at the change, and ratify it before that date: gwanmun policy ratify. If nobody does, the policy before comes back."
            )
        case .policyRestored:
            said(
                "변경이 계속 필요하면 다시 신청해 주세요: gwanmun policy propose",
                "If the change is still needed, propose it: gwanmun policy propose")
        case .policyStuck:
            said(
                "긴급 변경을 추인하거나(gwanmun policy ratify) 다른 버전을 두 사람이 적용해 주세요(gwanmun policy rollback). 까닭은 노드의 로그에 있습니다.",
                "Ratify the emergency change (gwanmun policy ratify), or let two people put another version in force (gwanmun policy rollback). The node's log says why."
            )
        case .policyOvertaken:
            said(
                "초안을 다시 확인해 주세요: gwanmun policy draft show",
                "Look at the draft again: gwanmun policy draft show")
        case .trailBroken:
            said(
                "감사 기록 파일을 그대로 보존하고, 다른 곳에 보관한 체크포인트와 대조해 주세요: gwanmun audit verify --checkpoints. 절차는 docs/audit-trail.md에 있습니다.",
                "Keep the files of the trail as they are, and hold them against the checkpoints kept elsewhere: gwanmun audit verify --checkpoints. docs/audit-trail.md says how to go on."
            )
        case .trailStopped:
            said(
                "감사 기록이 저장되는 디스크의 여유 공간과 상태를 바로 확인해 주세요. 기록할 수 있을 때까지 등급이 있는 콘솔 접속은 거부됩니다.",
                "See to the disk of the audit trail now. Until records can be written, graded consoles refuse everybody."
            )
        case .forwardingStalled, .forwardingRefused, .forwardingGap:
            said(
                "어느 수신처인지와 까닭은 gwanmun status에 있습니다. 기록은 이 노드에 남아 있으며 복구되면 이어서 전송됩니다.",
                "'gwanmun status' says which receiver, and why. The records stay on the node and are sent when it is back."
            )
        case .clockOff, .clockUnsafe:
            said(
                "시각 동기화(chrony 등)를 확인해 주세요: gwanmun doctor",
                "Look after what keeps the clock (chrony, for example): gwanmun doctor")
        case .anomaly, .measureTaken:
            said(
                "무엇이 감지되었고 무엇을 제한했는지 확인해 주세요: gwanmun measure list, gwanmun measure show",
                "See what was noticed and what was restricted: gwanmun measure list, gwanmun measure show")
        case .monitorStopped:
            said(
                "노드의 로그를 확인해 주세요. 감시가 다시 동작하면 접속도 저절로 허용됩니다.",
                "Look at the node's log. Partners get in again by themselves once the watch is back.")
        case .contactChanged: contactChanged
        case .certificateEnding:
            said("기한 전에 새 인증서를 받아 주세요.", "Have a new certificate before that date.")
        case .grantEnding, .serviceEnding:
            said("계속 필요하면 기한 전에 연장을 요청해 주세요.", "If it is still needed, ask for another before that date.")
        case .failedSignIn, .repeatedFailures, .locked, .disabled, .rightCodeWhileLocked, .codeReplayed, .keyCopied,
            .factorAdded, .certificateRefused, .sessionCertificateMismatch, .newPlace, .privilegedSignIn,
            .offHoursSignIn, .sessionDisplaced, .secondSessionRefused, .recoveryCodeUsed, .factorReset,
            .authenticatorLost, .authenticatorRemoved, .factorResetAsked, .factorResetCancelled, .unlockOrdered,
            .certificateBound, .partnerRefused, .dormantAccountUsed, .closedAccountTried, .disowned, .sourceBlocked,
            .serviceElsewhere, .measureLifted, .anomalyDrill, .monitorRestored, .test:
            nil
        }
    }

    /// What the office looks at by commands is not for the person it is about.
    private var ownRemedy: String? {
        switch warning.event {
        case .anomaly, .measureTaken: nil
        case _: remedy
        }
    }

    private var contactChanged: String {
        switch warning.audience {
        case .owner:
            said(
                "본인이 요청한 변경이 아니라면 지금 바로 신고해 주세요. 앞으로 알림은 새 주소로 갑니다.",
                "If you did not ask for this, report it now: from here on messages go to the new address.")
        case .sponsor, .securityOfficer:
            said(
                "본인이 요청한 변경인지 다른 경로로 확인하고, 아니라면 지금 바로 계정을 잠그고 주소를 되돌려 주세요: gwanmun lock add --account, gwanmun user contact",
                "Ask the owner by another way whether they wanted this; if not, lock the account now and set the address back: gwanmun lock add --account, gwanmun user contact"
            )
        }
    }

    private var trail: String {
        said(
            "감사 기록에서 사건 번호로 전체 내용을 확인하세요: gwanmun audit",
            "The audit trail holds the whole of it under the event number: gwanmun audit")
    }

    private var answering: String {
        said(
            "담당하는 외부 협력자에 관한 알림입니다. \(call)",
            "This concerns a partner whom you answer for. \(call)")
    }

    private var call: String { said("문의: \(warning.contact)", "Contact: \(warning.contact)") }

    private var ifNotYou: String {
        said(
            "본인이 아니라면 즉시 \(warning.contact)(으)로 신고해 주세요. 접속 안내 화면의 ‘본인이 아닙니다’를 눌러도 됩니다.",
            "If this was not you, call \(warning.contact) now, or press “This was not me” on the page after sign-in.")
    }

    private var neverAsked: String {
        said("이 메시지로 인증번호나 비밀번호를 요구하지 않습니다.", "We never ask for codes or passwords in this message.")
    }

    private func said(_ korean: String, _ english: String) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }
}
