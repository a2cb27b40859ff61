import GatewayIdentity
import GatewayPolicy

/// The words of a policy written out, in one language. Terms as the guide and the pages have them (profile nct-2025-04, section 4).
struct PolicyBookWords {
    private let language: Language

    init(_ language: Language) { self.language = language }

    private func text(_ korean: String, _ english: String) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    // MARK: Headings

    var title: String { text("접근통제 정책", "Access control policy") }
    func origin(_ profile: String, _ sha256: String) -> String {
        text("준거: \(profile), 정책 SHA-256: \(sha256)", "Profile \(profile), SHA-256 of the policy \(sha256)")
    }
    var preface: String {
        text(
            "표에 없는 접속은 허용하지 않습니다. 한 요청에 여러 규칙이 해당하면 요구 사항을 모두 충족해야 합니다.",
            "What no table lists is not allowed. Where several rules fit one request, everything they ask for adds up.")
    }
    var zones: String { text("네트워크 구역", "Zones") }
    var zone: String { text("구역", "Zone") }
    var networks: String { text("네트워크", "Networks") }
    var needs: String { text("필요한 승인", "Needs") }
    var windows: String { text("허용 시간", "Windows") }
    var window: String { text("시간대", "Window") }
    var days: String { text("요일", "Days") }
    var hours: String { text("시각", "Hours") }
    var offset: String { text("표준시", "Zone") }
    var holidays: String { text("휴일", "Holidays") }
    var console: String { text("콘솔", "Console") }
    var columns: [String] {
        switch language {
        case .korean: ["역할", "허용 행위", "경로", "인증 수단", "접속 위치", "시간", "승인", "조건", "규칙"]
        case .english: ["Role", "May", "Paths", "Factors", "From", "When", "Approvals", "Terms", "Rule"]
        }
    }

    // MARK: Facts of a console

    var hosts: String { text("주소", "Hosts") }
    var owner: String { text("책임자", "Owner") }
    var manager: String { text("관리자", "Manager") }
    var grade: String { text("보안등급", "Security grade") }
    var label: String { text("표시 등급", "Label") }
    var tags: String { text("태그", "Tags") }
    var protectionLevel: String { text("보호 등급", "Protection level") }
    var provider: String { text("제공자", "Provider") }
    var contract: String { text("계약", "Contract") }
    var doubleEncryption: String { text("이중 암호화 확인", "Double encryption verified") }
    var state: String { text("상태", "State") }
    func until(_ day: String) -> String { text("\(day)까지", "until \(day)") }

    func grade(_ grade: Grade) -> String {
        switch grade {
        case .open: text("공개(O)", "Open (O)")
        case .sensitive: text("민감(S)", "Sensitive (S)")
        case .classified: text("기밀(C)", "Classified (C)")
        }
    }

    func kind(_ kind: ConsoleProvider.Kind) -> String {
        switch kind {
        case .domestic: text("국내", "domestic")
        case .foreign: text("국외", "foreign")
        }
    }

    func state(_ state: ConsoleHosting.State) -> String {
        switch state {
        case .active: text("운영", "active")
        case .readOnly: text("열람만 가능", "read only")
        case .closing: text("종료 중", "closing")
        case .closed: text("종료", "closed")
        }
    }

    // MARK: What rules say

    var nothing: String { text("허용 안 함", "nothing") }
    var always: String { text("항상", "always") }
    var anywhere: String { text("모든 네트워크", "anywhere") }
    var designatedDevices: String { text("지정 단말기", "designated devices") }
    var monitored: String { text("실시간 모니터링", "monitored") }
    var exceptions: String { text("한시적 예외", "Exceptions for a while") }
    var denials: String { text("다음은 항상 차단합니다.", "Refused, whatever the table says:") }
    func countries(_ codes: [String]) -> String { text("국가 ", "countries ") + codes.joined(separator: ", ") }
    func idle(_ time: String) -> String { text("미사용 \(time)", "idle \(time)") }
    func longest(_ time: String) -> String { text("최대 \(time)", "at most \(time)") }
    func notOlder(than time: String) -> String { text("\(time) 이내", "at most \(time) old") }

    func action(_ action: Action) -> String {
        switch action {
        case .view: text("열람", "view")
        case .create: text("생성", "create")
        case .change: text("변경", "change")
        case .delete: text("삭제", "delete")
        case .download: text("내려받기", "download")
        case .upload: text("올리기", "upload")
        case .admin: text("관리", "admin")
        }
    }

    func factor(_ name: FactorName) -> String {
        switch name {
        case .certificate: text("인증서", "certificate")
        case .totp: text("인증 앱(TOTP)", "TOTP")
        case .webauthn: text("보안키(WebAuthn)", "WebAuthn")
        case .password: text("비밀번호", "password")
        case .recoveryCode: text("복구 코드", "recovery code")
        case .second: text("2차 인증", "second factor")
        case .strong: text("복제할 수 없는 보안키", "security key that cannot be copied")
        }
    }

    /// Names with a meaning of their own in words, those of the site as they are.
    func approval(_ name: ApprovalName) -> String {
        switch name {
        case .grant: text("접근 승인", "grant")
        case .exportPermission: text("수출승인·수출신고", "export permission")
        case .pledge: text("보안서약서", "security pledge")
        case .training: text("보안교육", "security training")
        case .handler: text("취급자 명단", "list of handlers")
        case _: name.text
        }
    }

    /// `late-shift: rule nct-staff, kim-7f3a, also in evening, until 2026-12-01T…: reason (approved by hong-41c2)`.
    func exception(_ name: ExceptionName, _ exception: RuleException) -> String {
        let places = exception.zones.sorted().map(\.text) + exception.windows.sorted().map(\.text)
        let people =
            switch exception.accounts {
            case .all: text("규칙의 모든 사람", "everybody of the rule")
            case .only(let accounts): accounts.map(\.text).sorted().joined(separator: ", ")
            }
        let time = "\(RFC3339.string(exception.from)) – \(RFC3339.string(exception.expires))"
        let approver = text("승인 \(exception.approvedBy)", "approved by \(exception.approvedBy)")
        return "\(name.text): \(exception.rule.text); \(people); \(places.joined(separator: ", ")); \(time); "
            + "\(exception.reason) (\(approver))"
    }

    func storage(_ storage: Obligations.Storage) -> String {
        switch storage {
        case .allow: text("저장 가능", "may be stored")
        case .encryptedUserKey: text("암호화 저장만 가능", "stored encrypted only")
        case .deny: text("저장 금지", "not stored")
        }
    }

    func duration(_ time: Duration) -> String {
        let seconds = time.wholeSeconds
        if seconds % 3600 == 0 { return text("\(seconds / 3600)시간", "\(seconds / 3600) h") }
        return seconds % 60 == 0 ? text("\(seconds / 60)분", "\(seconds / 60) min") : text("\(seconds)초", "\(seconds) s")
    }

    func day(_ day: Weekday) -> String {
        switch day {
        case .monday: text("월", "Mon")
        case .tuesday: text("화", "Tue")
        case .wednesday: text("수", "Wed")
        case .thursday: text("목", "Thu")
        case .friday: text("금", "Fri")
        case .saturday: text("토", "Sat")
        case .sunday: text("일", "Sun")
        }
    }

    /// `no-export: staff, download, /**, except in windows office`.
    func denial(_ rule: Rule) -> String {
        guard case .deny(let occasions) = rule.effect else { return rule.id.text }
        var parts = [rule.target.roles.names?.joined(separator: ", ") ?? text("모든 역할", "every role")]
        if rule.target.actions != .every {
            parts.append(rule.target.actions.elements.map(action).joined(separator: ", "))
        }
        parts.append(rule.target.paths.map(\.text).joined(separator: ", "))
        if let zones = occasions.zones.names { parts.append(text("구역 ", "in zones ") + zones.joined(separator: ", ")) }
        if let windows = occasions.windows.names {
            parts.append(text("시간대 ", "in windows ") + windows.joined(separator: ", "))
        }
        if let countries = occasions.countries.names { parts.append(self.countries(countries)) }
        let spared =
            occasions.exceptZones.sorted().map(\.text) + occasions.exceptWindows.sorted().map(\.text)
            + occasions.exceptCountries.sorted().map(\.text)
        if !spared.isEmpty { parts.append(text("예외: ", "except in ") + spared.joined(separator: ", ")) }
        return rule.id.text + ": " + parts.joined(separator: "; ")
    }
}
