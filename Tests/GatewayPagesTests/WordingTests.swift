import GatewayIdentity
import Testing

@testable import GatewayPages

/// Rows of the compliance profile, section 4, that the pages use: key, Korean, English, with `{}` for the gaps.
private let profile: [(key: String, korean: String, english: String)] = [
    ("login.title", "클라우드 서비스 접속 인증", "Sign in to cloud services"),
    (
        "login.banner", "인가된 사용자만 접속할 수 있습니다. 모든 접속은 기록되며, 무단 접속은 관련 법령에 따라 처벌받을 수 있습니다.",
        "Authorised users only. All access is recorded; unauthorised access may be punished by law."
    ),
    (
        "login.greeting", "{name}님, 인증서를 확인했습니다. 2차 인증을 진행해 주세요.",
        "{name}, your certificate is verified. Please complete the second step."
    ),
    ("login.failed", "인증에 실패했습니다. 입력 정보를 확인한 뒤 다시 시도해 주세요.", "Sign-in failed. Check your details and try again."),
    ("login.last_ok", "최근 접속: {time} · {place} · {device}", "Last sign-in: {time} · {place} · {device}"),
    (
        "login.failed_since", "최근 접속 이후 인증 실패가 {n}회 있었습니다. 본인이 시도한 것이 아니라면 보안책임자에게 알려 주세요.",
        "{n} failed attempts since your last sign-in. If they were not you, tell the security officer."
    ),
    ("login.history", "내 접속기록 보기", "View my access history"),
    ("login.grade", "보안등급: {grade}", "Security grade: {grade}"),
    (
        "login.recorded", "이 서비스의 이용 내역은 {years}년간 보관됩니다.",
        "Use of this service is recorded and kept for {years} year(s)."
    ),
    (
        "cert.none", "인증서가 제출되지 않았습니다. 인증서를 설치했는지 확인한 뒤 브라우저를 다시 시작해 주세요.",
        "No certificate was presented. Check that it is installed and restart your browser."
    ),
    (
        "cert.expired", "인증서 유효기간이 지났습니다({date} 만료). 갱신한 뒤 다시 접속해 주세요.",
        "Your certificate expired on {date}. Renew it and try again."
    ),
    (
        "cert.not_yet", "아직 유효기간이 시작되지 않은 인증서입니다. PC 시각이 맞는지 확인해 주세요.",
        "The certificate is not valid yet. Check your PC clock."
    ),
    (
        "cert.revoked", "폐지되었거나 효력이 정지된 인증서입니다. 보안책임자에게 문의해 주세요.",
        "This certificate is revoked or suspended. Contact the security officer."
    ),
    (
        "cert.untrusted", "신뢰할 수 없는 기관에서 발급한 인증서입니다. 등록된 인증서를 선택해 주세요.",
        "Issued by an untrusted authority. Choose your registered certificate."
    ),
    (
        "cert.unbound", "등록되지 않은 인증서입니다. 인증서 등록을 신청해 주세요.",
        "This certificate is not registered. Please apply for registration."
    ),
    ("cert.purpose", "이 인증서는 용도가 제한되어 접속에 사용할 수 없습니다.", "This certificate's usage does not allow sign-in."),
    (
        "cert.check_failed", "인증서 상태를 확인할 수 없어 접속을 차단했습니다. 잠시 후 다시 시도해 주세요.",
        "Certificate status could not be checked, so access is blocked. Try again shortly."
    ),
    ("cert.expiring", "인증서가 {days}일 뒤 만료됩니다. 미리 갱신해 주세요.", "Your certificate expires in {days} days. Please renew it."),
    (
        "cert.choose_again", "다른 인증서를 선택하려면 브라우저를 모두 닫고 다시 접속해 주세요.",
        "To choose another certificate, close all browser windows and reconnect."
    ),
    ("totp.title", "2차 인증", "Second verification"),
    ("totp.enter", "인증 앱에 표시된 6자리 숫자를 입력해 주세요.", "Enter the 6-digit code from your authenticator app."),
    (
        "totp.clock", "번호가 계속 맞지 않으면 휴대전화 시각을 자동 설정으로 바꿔 주세요.",
        "If codes keep failing, set your phone clock to automatic."
    ),
    (
        "totp.enrol", "인증 앱으로 QR 코드를 스캔한 뒤, 표시된 6자리 숫자를 입력해 등록을 마쳐 주세요.",
        "Scan the QR code with your app, then enter the 6 digits to finish."
    ),
    (
        "totp.once", "이 QR 코드는 한 번만 표시됩니다. 캡처하거나 다른 사람에게 보내지 마세요.",
        "This QR code is shown only once. Do not capture or share it."
    ),
    ("totp.separate", "접속하는 PC가 아닌 별도 기기에 등록해 주세요.", "Register it on a device other than this PC."),
    ("factor.stepup", "중요 작업이므로 한 번 더 인증해 주세요.", "This is a sensitive action. Please verify again."),
    (
        "factor.lost", "인증 수단을 분실했나요? 즉시 보안책임자에게 신고해 주세요.",
        "Lost your authenticator? Report it to the security officer at once."
    ),
    (
        "block.ip", "접속 시도가 너무 많아 일시적으로 차단되었습니다. 잠시 후 다시 시도해 주세요.",
        "Too many attempts. Temporarily blocked; try again later."
    ),
    ("sess.idle", "일정 시간 사용하지 않아 자동으로 로그아웃되었습니다.", "Signed out due to inactivity."),
    ("sess.max", "최대 접속 시간이 지나 로그아웃되었습니다. 다시 인증해 주세요.", "Maximum session time reached. Please sign in again."),
    ("sess.logout", "로그아웃", "Sign out"),
    ("sess.logged_out", "안전하게 로그아웃되었습니다. 브라우저를 닫아 주세요.", "You are safely signed out. Please close the browser."),
    (
        "sess.already", "이미 접속 중인 세션이 있습니다. 기존 세션을 종료하고 계속하시겠습니까?",
        "You already have an active session. End it and continue?"
    ),
    (
        "deny.general", "접근권한이 없습니다. 필요한 경우 접근권한을 신청해 주세요. (문의번호 {id})",
        "You do not have access. Apply for it if needed. (Reference {id})"
    ),
    ("deny.time", "허용된 시간이 아닙니다. 접속 가능 시간: {window}", "Outside permitted hours: {window}"),
    ("deny.zone", "현재 네트워크에서는 이 서비스에 접속할 수 없습니다.", "This service is not available from your current network."),
    ("deny.device", "사전에 지정된 단말기에서만 접속할 수 있습니다.", "Access is allowed only from pre-designated devices."),
    ("deny.download", "보안정책에 따라 파일을 내려받을 수 없습니다. 열람만 가능합니다.", "Download is blocked by policy. View only."),
    (
        "err.internal", "일시적인 오류로 접속을 차단했습니다. (문의번호 {id})",
        "Access was blocked because of a temporary error. (Reference {id})"
    ),
    ("part.pledge", "보안서약서에 서명해야 이용할 수 있습니다.", "You must sign the security pledge first."),
    (
        "part.training", "보안교육 이수 기한이 지났습니다. 교육을 이수한 뒤 이용해 주세요.",
        "Your security training has lapsed. Complete it to continue."
    ),
    (
        "part.ended", "접근 허용 기간이 종료되었습니다. 보유한 관련 정보를 즉시 삭제하고 확인서를 제출해 주세요.",
        "Your access period has ended. Delete all related information at once and submit confirmation."
    ),
]

/// Each sentence filled with a value that stands for its gap in the table.
private let sentences: [(sentence: Sentence, gaps: [String: String])] = [
    (.greeting(name: "Kim"), ["{name}": "Kim"]),
    (.lastSignIn(time: "T", place: "P", device: "D"), ["{time}": "T", "{place}": "P", "{device}": "D"]),
    (.failuresSince(7), ["{n}": "7"]),
    (.grade("G"), ["{grade}": "G"]),
    (.retention(years: 3), ["{years}": "3"]),
    (.enterCode(digits: 6), [:]),
    (.enrol(digits: 6), [:]),
    (.certificateExpired(date: "D"), ["{date}": "D"]),
    (.certificateExpiring(days: 9), ["{days}": "9"]),
    (.denied(reference: "R"), ["{id}": "R"]),
    (.deniedOutside(window: "W"), ["{window}": "W"]),
    (.internalError(reference: "R"), ["{id}": "R"]),
]

@Suite struct `The wording` {
    @Test func `is the profile's, letter for letter, wherever the profile has the key`() throws {
        var seen: Set<String> = []
        for (key, korean, english) in profile {
            if let phrase = Phrase(rawValue: key) {
                #expect(phrase.text(in: .korean) == korean)
                #expect(phrase.text(in: .english) == english)
                seen.insert(key)
            }
            for (sentence, gaps) in sentences where sentence.key == key {
                #expect(sentence.text(in: .korean) == gaps.reduce(korean) { $0.replacing($1.key, with: $1.value) })
                #expect(sentence.text(in: .english) == gaps.reduce(english) { $0.replacing($1.key, with: $1.value) })
                seen.insert(key)
            }
        }
        #expect(seen == Set(profile.map(\.key)))
    }

    @Test func `has two different texts for every key, and no gap in a phrase`() {
        for phrase in Phrase.allCases {
            #expect(
                !phrase.text(in: .korean).isEmpty && phrase.text(in: .korean) != phrase.text(in: .english),
                "\(phrase.rawValue)")
            #expect(
                !phrase.text(in: .korean).contains("{") && !phrase.text(in: .english).contains("{"),
                "\(phrase.rawValue)")
            #expect(phrase.rawValue.split(separator: ".").count == 2, "\(phrase.rawValue)")
        }
    }

    @Test func `is asked for by the templates only under keys that exist`() throws {
        let keys = Set(Phrase.allCases.map(\.rawValue))
        for (name, source) in TemplateLibrary.sources {
            for tag in String(decoding: source, as: UTF8.self).matches(of: /\{\{w\.([a-z_.]+)\}\}/) {
                #expect(keys.contains(String(tag.output.1)), "\(name): \(tag.output.1)")
            }
        }
    }

    @Test func `is never escaped twice or not at all: templates have no raw tag`() {
        for (name, source) in TemplateLibrary.sources {
            let text = String(decoding: source, as: UTF8.self)
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name)")
        }
    }
}

@Suite struct `A template` {
    /// Names that a template may use: every stored property of the views, at any depth.
    private static let names: Set<String> = {
        let exchange = Exchange(
            request: .page("/.gwanmun/me"), visitor: Scenery.visitor(session: Scenery.session),
            requestID: Scenery.requestID, site: Scenery.site(),
            now: Scenery.now)
        let person = Scenery.person()
        let views: [any PageView] = [
            LoginView(
                exchange, person: person, destination: Destination("/project", on: Scenery.fab, of: Scenery.site()),
                asking: ServicesDouble.totpNeeded),
            QuestionView(exchange, Scenery.question(notices: ["n"]), destination: nil),
            PasswordChangeView(exchange, conversation: "c", notices: ["n"], destination: nil),
            WelcomeView(
                exchange, person: person, session: Scenery.session, notice: ServicesDouble.pastNotice, destination: nil),
            AccountView(
                exchange, person: person, session: Scenery.session, overview: ServicesDouble.overview(), message: "m"),
            EnrolmentView(exchange), SignedOutView(exchange),
            OfferView(
                exchange, pending: PendingEnrolment("p"), digits: 6,
                offer: OfferDetails(ServicesDouble.offer, in: .korean)),
            LoginView(
                exchange, person: person, destination: nil,
                asking: NeededFactors(
                    kinds: [.webauthn], lacksSecurityKey: true, recoveryCodeAllowed: false, isStepUp: false)),
            LoginView(
                exchange, person: person, destination: nil,
                asking: NeededFactors(kinds: [.webauthn], recoveryCodeAllowed: false, isStepUp: false)),
            SecurityKeyView(exchange, CreationOptionsText(text: "{}"), of: Scenery.session, fault: .invalid),
            RecoveryView(exchange, message: .enrolDone, codes: ["a"], next: "/"),
            ProblemView(exchange, heading: "h", message: "m", tone: .wait, certificate: Scenery.certificate()),
        ]
        var names: Set<String> = ["page", "main", "frame", "."]
        func collect(_ value: Any) {
            for child in Mirror(reflecting: value).children {
                if let label = child.label { names.insert(label) }
                collect(child.value)
            }
        }
        views.forEach { collect($0) }
        return names
    }()

    @Test func `names only what its view has`() {
        for (name, source) in TemplateLibrary.sources {
            for tag in String(decoding: source, as: UTF8.self).matches(of: /\{\{[#^$\/]?\s*([a-zA-Z.]+)\}\}/)
            where !tag.output.1.hasPrefix("w.") {
                if tag.output.1 == "layout" { continue }
                for part in tag.output.1.split(separator: ".") {
                    #expect(Self.names.contains(String(part)), "\(name): \(tag.output.1)")
                }
            }
        }
    }
}
