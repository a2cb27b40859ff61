/// What a command tells a person when it is done, or has nothing to show.
enum Message {
    // Nothing to show.
    case noUsers, noSessions, noLocks, noGrants, noRequests, noReviews, noTokens, noResets, noServices
    // Done.
    case added(String), bound(String), unbound(String), disabled(String), enabled(String), unlocked(String)
    case serviceAdded(String), serviceRenewed(String, until: String)
    case suspended(String), removed(String), reviewed(String), checked(String)
    case imported(Int), nothingToImport
    case requested(String, id: String), approved(String), rejected(String)
    case rolesSet(String, [String])
    case unlockCode(String, code: String, until: String)
    case contactSet(String, String?)
    case enrolmentCode(String, code: String, until: String)
    case sessionsEnded(String, Int), sessionEnded
    case locked(String, id: String), lifted(String), holdLifted(String)
    case measureLifted(String), drilled(String)
    case granted(String, id: String), grantEnded(String), grantPaused(String), grantResumed(String)
    case grantRequested(String, id: String), deletionConfirmed(String), noDeletions, noApprovals, noPartners
    case approvalState(String, id: String, state: String, missing: Int?)
    case keyDestroyed(String), renewing(Int, of: Int)
    case tokensImported(Int), tokensChecked(Int), tokenRevoked(String)
    case tokenAssigned(String, to: String, inPlaceOf: String?)
    case tokenSet(String)
    case resetAsked(String, id: String), resetApproved(String, effective: String), resetCancelled(String)
    // Policies.
    case noDrafts, policyProposed(String), policyDropped(String), policyApproved(String), policyRejected(String)
    case policyInForce(Int), policyScheduled(String, at: String), policyEmergency(Int, until: String)
    case policyRatified(Int), policySigned(String, serial: Int)
    case policyOnTrial(String, until: String, policy: String), policyTrialEnded(String)
    // Reviews.
    case noReviewTasks, reviewNotReady, reviewSigned(String, findings: Int, sheet: String), written(String)
    case howToSign(String, sheet: String)
    case rightKept(String, until: String), rightNotKept(String), nothingKept
    case reportFiled(String, due: String), reportFailed, reportRemoved(String)
    // Asking.
    case askToCarryOut(Int)
    case askReason, askCode, askTerminalCode, askFirstCode, askSecondCode
    // Tools.
    case openBrowser(String), loggedIn(String, until: String, String), loggedOut(String)

    var text: String {
        switch self {
        case .noUsers:
            worded(
                "등록된 사용자가 없습니다. 'gwanmun user add'로 등록하십시오.", "There are no users yet; 'gwanmun user add' makes one.")
        case .noSessions: worded("열린 세션이 없습니다.", "No session is open.")
        case .noLocks: worded("걸린 잠금이 없습니다.", "Nothing is locked.")
        case .noGrants: worded("승인이 없습니다.", "There are no grants.")
        case .imported(let count): worded("\(count)명에게 적용했습니다.", "Carried out for \(count).")
        case .nothingToImport: worded("바꿀 것이 없습니다.", "Nothing to change.")
        case .askToCarryOut(let count): worded("\(count)명에게 적용합니까? [y/N] ", "Carry this out for \(count)? [y/N] ")
        case .noRequests: worded("기다리는 신청이 없습니다.", "No request is waiting.")
        case .noReviews: worded("점검할 계정이 없습니다.", "No account is to be reviewed.")
        case .suspended(let name):
            worded("\(name): 일시 정지했습니다. 세션을 모두 종료했습니다.", "\(name): suspended; all sessions are ended.")
        case .removed(let name):
            worded(
                "\(name): 계정을 삭제했습니다. 인증서와 인증 수단이 없어졌습니다.",
                "\(name): removed for good; certificates and factors are gone.")
        case .reviewed(let name): worded("\(name): 권한 점검을 확인했습니다.", "\(name): review signed off.")
        case .checked(let name): worded("\(name): 특수 목적 계정 점검을 확인했습니다.", "\(name): check signed off.")
        case .requested(let name, let id):
            worded(
                "\(name): 신청했습니다. 다른 관리자가 승인해야 합니다: gwanmun user approve \(id)",
                "\(name): requested. Another administrator has to approve: gwanmun user approve \(id)")
        case .approved(let name): worded("\(name): 승인했습니다.", "\(name): approved.")
        case .rejected(let name): worded("\(name): 반려했습니다.", "\(name): rejected.")
        case .added(let name):
            worded(
                "\(name): 등록했습니다. 다음: 'user bind-cert'로 인증서를 연결하고 'user reset-factor'로 등록 코드를 발급하십시오.",
                "\(name): added. Next: bind a certificate ('user bind-cert'), then issue an enrolment code ('user reset-factor')."
            )
        case .noServices:
            worded(
                "등록된 서비스 계정이 없습니다. 'gwanmun service add'로 등록하십시오.",
                "There are no service accounts; 'gwanmun service add' makes one.")
        case .serviceAdded(let name):
            worded(
                "\(name): 등록했습니다. 다음: 'user bind-cert'로 인증서를 연결하십시오.",
                "\(name): added. Next: bind its certificate ('user bind-cert').")
        case .serviceRenewed(let name, let until):
            worded("\(name): 사용 조건을 변경했습니다(\(until)까지).", "\(name): renewed, until \(until).")
        case .bound(let name): worded("\(name): 인증서를 연결했습니다.", "\(name): certificate bound.")
        case .unbound(let name): worded("\(name): 인증서 연결을 해제했습니다.", "\(name): certificate unbound.")
        case .disabled(let name):
            worded("\(name): 사용을 정지했습니다. 세션을 모두 종료했습니다.", "\(name): disabled; all sessions are ended.")
        case .enabled(let name): worded("\(name): 사용을 재개했습니다.", "\(name): enabled.")
        case .unlocked(let name): worded("\(name): 시도 제한 잠금을 해제했습니다.", "\(name): unlocked.")
        case .unlockCode(let name, let code, let until):
            worded(
                "\(name): 잠금 해제를 승인했습니다. 본인이 다음 접속 때 함께 입력할 잠금 해제 코드(한 번만 표시, \(until)까지): \(code)",
                "\(name): unlock approved. Code for the owner to enter at the next sign-in, shown this once, good until \(until): \(code)"
            )
        case .contactSet(let name, let mail?):
            worded("\(name): 알림 주소를 \(mail)(으)로 정했습니다.", "\(name): warned at \(mail) from now on.")
        case .contactSet(let name, nil): worded("\(name): 알림 주소를 지웠습니다.", "\(name): no address any more.")
        case .rolesSet(let name, let roles):
            worded("\(name): 역할 \(roles.joined(separator: ", "))", "\(name): roles \(roles.joined(separator: ", "))")
        case .enrolmentCode(let name, let code, let until):
            worded(
                "\(name): 인증 수단을 초기화했습니다. 등록 코드(한 번만 표시, \(until)까지): \(code)",
                "\(name): factors reset. Enrolment code, shown this once, good until \(until): \(code)")
        case .sessionsEnded(let name, let count):
            worded("\(name): 세션 \(count)개를 종료했습니다.", "\(name): \(count) session\(count == 1 ? "" : "s") ended.")
        case .sessionEnded: worded("세션을 종료했습니다.", "The session is ended.")
        case .locked(let target, let id):
            worded(
                "\(target): 잠갔습니다. 해제: gwanmun lock lift \(id)",
                "\(target): locked. To lift it: gwanmun lock lift \(id)")
        case .holdLifted(let id):
            worded(
                "\(id): 보존 명령을 해제했습니다. 보존 기간이 끝난 기록은 삭제될 수 있습니다.",
                "\(id): let go. What is beyond its time may be deleted now.")
        case .measureLifted(let id): worded("\(id): 조치를 해제했습니다.", "\(id): lifted.")
        case .drilled(let id): worded("\(id): 훈련 경보를 냈습니다.", "\(id): raised, as a drill.")
        case .lifted(let id): worded("\(id): 잠금을 해제했습니다.", "\(id): lifted.")
        case .granted(let name, let id): worded("\(name): 승인했습니다(\(id)).", "\(name): granted (\(id)).")
        case .grantPaused(let id): worded("\(id): 일시 정지했습니다.", "\(id): paused.")
        case .grantResumed(let id): worded("\(id): 다시 진행합니다.", "\(id): resumed.")
        case .grantRequested(let name, let id):
            worded("\(name): 승인을 신청했습니다(\(id)).", "\(name): asked for (\(id)); it waits for approvals.")
        case .deletionConfirmed(let id): worded("\(id): 삭제를 확인했습니다.", "\(id): deletion confirmed.")
        case .noDeletions: worded("삭제 작업이 없습니다.", "There is nothing to delete.")
        case .noApprovals: worded("승인 신청이 없습니다.", "There are no approvals.")
        case .noPartners: worded("협력사가 없습니다.", "There are no partners.")
        case .approvalState(let name, let id, let state, let missing):
            missing.map {
                worded("\(name) (\(id)): \(state), 남은 승인 \($0)", "\(name) (\(id)): \(state), \($0) more to approve")
            } ?? worded("\(name) (\(id)): \(state)", "\(name) (\(id)): \(state)")
        case .grantEnded(let id): worded("\(id): 승인을 종료했습니다.", "\(id): ended.")
        case .keyDestroyed(let id): worded("\(id): 키를 파기했습니다.", "\(id): destroyed.")
        case .renewing(let done, let all):
            worded("새 키로 갱신 \(done)/\(all)", "brought under the new keys: \(done) of \(all)")
        case .noDrafts: worded("정책 초안이 없습니다.", "There are no drafts of the policy.")
        case .policyProposed(let id):
            worded(
                "초안 \(id): 다른 사람이 승인해야 합니다: gwanmun policy approve \(id)",
                "Draft \(id): another person has to approve it: gwanmun policy approve \(id)")
        case .policyDropped(let id): worded("초안 \(id): 취소했습니다.", "Draft \(id): dropped.")
        case .policyApproved(let id):
            worded(
                "초안 \(id): 승인했습니다. 적용: gwanmun policy activate \(id)",
                "Draft \(id): approved. To take it into use: gwanmun policy activate \(id)")
        case .policyRejected(let id): worded("초안 \(id): 반려했습니다.", "Draft \(id): rejected.")
        case .policyInForce(let version):
            worded("정책 \(version)판이 적용되었습니다.", "Version \(version) of the policy is in force.")
        case .policyScheduled(let id, let time):
            worded("초안 \(id): \(time)에 적용됩니다.", "Draft \(id): comes into force at \(time).")
        case .policyEmergency(let version, let until):
            worded(
                "정책 \(version)판을 긴급 적용했습니다. \(until)까지 다른 사람이 승인하지 않으면 이전 정책으로 되돌아갑니다: gwanmun policy ratify \(version)",
                "Version \(version) is in force as an emergency. Unless another person ratifies it by \(until), the one before comes back: gwanmun policy ratify \(version)"
            )
        case .policyOnTrial(let id, let until, let policy):
            worded(
                "초안 \(id): \(until)까지 시험 운영합니다. 결과: gwanmun policy trial --records DIR --policy \(policy)",
                "Draft \(id): on trial until \(until). What it would have done: gwanmun policy trial --records DIR --policy \(policy)"
            )
        case .policyTrialEnded(let id): worded("초안 \(id): 시험 운영을 끝냈습니다.", "Draft \(id): not on trial any more.")
        case .policyRatified(let version):
            worded("정책 \(version)판을 승인했습니다.", "Version \(version) of the policy is ratified, and stays.")
        case .policySigned(let digest, let serial):
            worded(
                "일련번호 \(serial)로 서명했습니다(SHA-256 \(digest)).",
                "Signed under serial number \(serial) (SHA-256 \(digest)).")
        case .noResets: worded("진행 중인 초기화 요청이 없습니다.", "No reset is asked for.")
        case .resetAsked(let name, let id):
            worded(
                "\(name): 초기화를 요청했습니다. 요청하지 않은 다른 보안 관리자가 승인해야 합니다: gwanmun user approve-reset \(id)",
                "\(name): the reset is asked for. Another security administrator has to approve it: gwanmun user approve-reset \(id)"
            )
        case .resetApproved(let name, let effective):
            worded(
                "\(name): 초기화가 승인되었습니다. \(effective)부터 진행: gwanmun user reset-factor \(name)",
                "\(name): the reset is approved. To be carried out from \(effective) on: gwanmun user reset-factor \(name)"
            )
        case .resetCancelled(let id): worded("\(id): 초기화를 취소했습니다.", "\(id): cancelled.")
        case .noTokens:
            worded(
                "등록된 토큰이 없습니다. 'gwanmun token import'로 가져오십시오.",
                "There are no tokens; 'gwanmun token import' takes them in.")
        case .tokensImported(let count):
            worded(
                "토큰 \(count)개를 가져왔습니다. 시드 파일을 안전하게 삭제하십시오.",
                "\(count) tokens imported. Remove the file of seeds now, safely.")
        case .tokensChecked(let count):
            worded("토큰 \(count)개를 가져올 수 있습니다. 아무것도 저장하지 않았습니다.", "\(count) tokens can be imported. Nothing was stored.")
        case .tokenAssigned(let serial, let name, let old?):
            worded(
                "\(serial): \(name)에게 지급했습니다. 2주 안에 첫 코드를 입력해야 하며, 그때부터 \(old)은(는) 사용할 수 없습니다.",
                "\(serial): given to \(name), who types a first code of it within two weeks. From then on \(old) is out of use."
            )
        case .tokenAssigned(let serial, let name, nil):
            worded(
                "\(serial): \(name)에게 지급했습니다. 2주 안에 첫 코드를 입력해야 합니다.",
                "\(serial): given to \(name), who types a first code of it within two weeks.")
        case .tokenRevoked(let serial): worded("\(serial): 사용을 중지했습니다.", "\(serial): out of use.")
        case .tokenSet(let serial): worded("\(serial): 다시 맞췄습니다.", "\(serial): resynchronised.")
        case .noReviewTasks:
            worded(
                "해당하는 점검이 없습니다. 점검은 그 달이나 분기가 끝나면 생깁니다.",
                "There is no such review. Each comes by itself when its month or quarter is over.")
        case .reviewNotReady:
            worded(
                "점검 자료를 준비하고 있습니다. 몇 분 뒤에 다시 확인하십시오.",
                "What is to be looked at is still being put together; look again in a few minutes.")
        case .reviewSigned(let id, let findings, let sheet):
            worded(
                "\(id): 점검에 서명했습니다. 지적 \(findings)건. 서명한 자료: \(sheet)",
                "\(id): signed off, \(findings == 1 ? "1 finding" : "\(findings) findings"), sheet \(sheet).")
        case .howToSign(let id, let sheet):
            worded(
                "자료를 'gwanmun review show \(id)'로 확인한 뒤, 본 자료에 서명합니다: gwanmun review sign \(id) --sheet \(sheet) …",
                "Look at it with 'gwanmun review show \(id)', then sign what you saw: gwanmun review sign \(id) --sheet \(sheet) …"
            )
        case .written(let folder): worded("\(folder)에 저장했습니다.", "Written to \(folder).")
        case .rightKept(let right, let until):
            worded("\(right): \(until)까지 유지합니다.", "\(right): kept until \(until).")
        case .reportFiled(let id, let due):
            worded("보고서를 등록했습니다: \(id), 다음 기한 \(due)", "The report is filed as \(id); the next one is due \(due).")
        case .reportFailed:
            worded(
                "결과가 실패입니다. 개선한 뒤 다시 점검해 등록하십시오.", "It says that the check failed: see to it, and file the next one.")
        case .reportRemoved(let id):
            worded("\(id): 보고서를 등록에서 뺐습니다.", "\(id): the report is out of the register.")
        case .rightNotKept(let right): worded("\(right): 더는 유지하지 않습니다.", "\(right): not kept any more.")
        case .nothingKept: worded("사유를 두고 유지하는 권한이 없습니다.", "No right is kept with a reason.")
        case .askFirstCode: worded("장치의 현재 코드: ", "The code it shows now: ")
        case .askSecondCode: worded("바로 다음 코드: ", "The very next code: ")
        case .askReason: worded("사유(기록에 남습니다): ", "Reason, for the record: ")
        case .askTerminalCode: worded("브라우저에 표시된 코드: ", "The code that the browser shows: ")
        case .openBrowser(let page):
            worded("브라우저에서 로그인하고 코드를 만드십시오: \(page)", "Log in with your browser and make a code: \(page)")
        case .loggedIn(let name, let until, let gate):
            worded("\(gate): \(name)(으)로 로그인했습니다(\(until)까지).", "\(gate): logged in as \(name), until \(until).")
        case .loggedOut(let gate): worded("\(gate): 로그아웃했습니다.", "\(gate): logged out.")
        case .askCode: worded("인증 앱의 코드: ", "Code of your authenticator: ")
        }
    }
}
