import GatewayIdentity

/// A text with gaps. What fills a gap has a type, so that no page can leave one open. `key` as in `Phrase`.
enum Sentence: Equatable, Sendable {
    case greeting(name: String)
    case lastSignIn(time: String, place: String, device: String)
    case failuresSince(Int)
    case grade(String)
    case retention(years: Int)
    case enterCode(digits: Int)
    case factorNotOffered(String)
    case enrol(digits: Int)
    case appSettings(algorithm: String, digits: Int, seconds: Int)
    case certificateExpired(date: String)
    case certificateExpiring(days: Int)
    case denied(reference: String)
    case deniedOutside(window: String)
    /// Factors by their names.
    case helpVerify(factors: String)
    case helpWait(until: String)
    case internalError(reference: String)
    case retryAfter(minutes: Int)
    case recoveryCodesLeft(Int)
    case otherSessionsEnded(Int)
    case grantEnding(days: Int)
    case resetWaiting(asked: String)
    case resetEffective(asked: String, effective: String)
    case displaced(Int)
    case rivalSignIn(time: String)
    case sessionExpiring(seconds: Int64)
    /// What became of an authenticator; the other one by its name.
    case replacedBy(String)

    var key: String {
        switch self {
        case .greeting: "login.greeting"
        case .lastSignIn: "login.last_ok"
        case .failuresSince: "login.failed_since"
        case .grade: "login.grade"
        case .retention: "login.recorded"
        case .enterCode: "totp.enter"
        case .factorNotOffered: "factor.not_offered"
        case .enrol: "totp.enrol"
        case .appSettings: "enrol.app_settings"
        case .certificateExpired: "cert.expired"
        case .certificateExpiring: "cert.expiring"
        case .denied: "deny.general"
        case .deniedOutside: "deny.time"
        case .helpVerify: "help.verify"
        case .helpWait: "help.wait"
        case .internalError: "err.internal"
        case .retryAfter: "block.retry_after"
        case .recoveryCodesLeft: "me.recovery_left"
        case .otherSessionsEnded: "me.others_ended"
        case .grantEnding: "part.ends"
        case .resetWaiting: "reset.waiting"
        case .resetEffective: "reset.effective"
        case .displaced: "sess.displaced"
        case .rivalSignIn: "sess.rival"
        case .sessionExpiring: "sess.expiring"
        case .replacedBy: "me.replaced_by"
        }
    }

    func text(in language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    private var korean: String {
        switch self {
        case .greeting(let name): "\(name)님, 인증서를 확인했습니다. 2차 인증을 진행해 주세요."
        case .lastSignIn(let time, let place, let device): "최근 접속: \(time) · \(place) · \(device)"
        case .failuresSince(let n): "최근 접속 이후 인증 실패가 \(n)회 있었습니다. 본인이 시도한 것이 아니라면 보안책임자에게 알려 주세요."
        case .grade(let grade): "보안등급: \(grade)"
        case .retention(let years): "이 서비스의 이용 내역은 \(years)년간 보관됩니다."
        case .enterCode(let digits): "인증 앱에 표시된 \(digits)자리 숫자를 입력해 주세요."
        case .factorNotOffered(let factor):
            "여기에는 다음 인증 수단이 필요합니다: \(factor). 아직 제공되지 않는 인증 수단이므로 지금은 접속할 수 없습니다. 보안책임자에게 문의해 주세요."
        case .enrol(let digits): "인증 앱으로 QR 코드를 스캔한 뒤, 표시된 \(digits)자리 숫자를 입력해 등록을 마쳐 주세요."
        case .appSettings(let algorithm, let digits, let seconds):
            "시간 기준(TOTP) · \(algorithm) · \(digits)자리 · \(seconds)초"
        case .certificateExpired(let date): "인증서 유효기간이 지났습니다(\(date) 만료). 갱신한 뒤 다시 접속해 주세요."
        case .certificateExpiring(let days): "인증서가 \(days)일 뒤 만료됩니다. 미리 갱신해 주세요."
        case .denied(let reference): "접근권한이 없습니다. 필요한 경우 접근권한을 신청해 주세요. (문의번호 \(reference))"
        case .helpVerify(let factors): "다시 인증합니다: \(factors)."
        case .helpWait(let time): "\(time)부터 접속할 수 있습니다."
        case .deniedOutside(let window): "허용된 시간이 아닙니다. 접속 가능 시간: \(window)"
        case .internalError(let reference): "일시적인 오류로 접속을 차단했습니다. (문의번호 \(reference))"
        case .retryAfter(let minutes): "약 \(minutes)분 뒤에 다시 시도할 수 있습니다."
        case .recoveryCodesLeft(let n): "남은 복구 코드: \(n)개"
        case .otherSessionsEnded(let n): "다른 세션 \(n)개를 종료했습니다."
        case .grantEnding(let days): "접근 허용 기간이 \(days)일 남았습니다."
        case .resetWaiting(let asked): "\(asked)에 인증 수단 초기화가 요청되어 승인을 기다리고 있습니다. 본인이 요청하지 않았다면 취소해 주세요."
        case .resetEffective(let asked, let effective):
            "\(asked)에 요청된 인증 수단 초기화가 승인되었습니다. \(effective)부터 진행할 수 있습니다. 본인이 요청하지 않았다면 취소해 주세요."
        case .displaced(let n): "이번 접속으로 다른 곳의 세션 \(n)개를 종료했습니다."
        case .rivalSignIn(let time): "이 세션이 열려 있는 동안 다른 곳에서 로그인하려는 시도가 있었습니다: \(time). 본인이 아니면 즉시 알려 주세요."
        case .replacedBy(let other): "교체됨(새 인증 수단: \(other))"
        case .sessionExpiring(let seconds): "\(seconds)초 뒤 자동으로 로그아웃됩니다. 계속 사용하시겠습니까?"
        }
    }

    private var english: String {
        switch self {
        case .greeting(let name): "\(name), your certificate is verified. Please complete the second step."
        case .lastSignIn(let time, let place, let device): "Last sign-in: \(time) · \(place) · \(device)"
        case .failuresSince(let n):
            "\(n) failed attempts since your last sign-in. If they were not you, tell the security officer."
        case .grade(let grade): "Security grade: \(grade)"
        case .retention(let years): "Use of this service is recorded and kept for \(years) year(s)."
        case .enterCode(let digits): "Enter the \(digits)-digit code from your authenticator app."
        case .factorNotOffered(let factor):
            "What you want to reach asks for: \(factor). This gateway does not offer that yet, so nobody can go further here. Ask the security officer."
        case .enrol(let digits): "Scan the QR code with your app, then enter the \(digits) digits to finish."
        case .appSettings(let algorithm, let digits, let seconds):
            "Time-based (TOTP) · \(algorithm) · \(digits) digits · \(seconds) seconds"
        case .certificateExpired(let date): "Your certificate expired on \(date). Renew it and try again."
        case .certificateExpiring(let days): "Your certificate expires in \(days) days. Please renew it."
        case .denied(let reference): "You do not have access. Apply for it if needed. (Reference \(reference))"
        case .helpVerify(let factors): "Verify again: \(factors)."
        case .helpWait(let time): "Come back from \(time) on."
        case .deniedOutside(let window): "Outside permitted hours: \(window)"
        case .internalError(let reference): "Access was blocked because of a temporary error. (Reference \(reference))"
        case .retryAfter(let minutes): "You can try again in about \(minutes) minute(s)."
        case .recoveryCodesLeft(let n): "Recovery codes left: \(n)"
        case .otherSessionsEnded(let n): "Ended \(n) other session(s)."
        case .grantEnding(let days): "Your access period ends in \(days) days."
        case .resetWaiting(let asked):
            "A reset of your authenticators was asked for on \(asked) and waits for approval. Cancel it if you did not ask."
        case .resetEffective(let asked, let effective):
            "The reset of your authenticators asked for on \(asked) is approved and takes effect from \(effective). Cancel it if you did not ask."
        case .displaced(let n): "This sign-in ended \(n) session(s) elsewhere."
        case .rivalSignIn(let time):
            "Somebody tried to sign in elsewhere while this session was open: \(time). If it was not you, tell us now."
        case .replacedBy(let other): "Replaced by \(other)"
        case .sessionExpiring(let seconds): "You will be signed out in \(seconds) seconds. Stay signed in?"
        }
    }
}
