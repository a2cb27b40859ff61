import GatewayAccess
import GatewayIdentity

/// Who is connected now.
enum LiveWords {
    static let title = Words("실시간 접속 현황", "Live view")
    static let none = Words("조건에 맞는 접속이 없습니다.", "Nobody who fits is connected.")
    static let connected = Words("접속 중", "Connected now")
    static let recent = Words("외국기업 등의 활동과 거부된 요청", "What partners do, and what was refused")
    static let nothingYet = Words("최근 활동이 없습니다.", "Nothing lately.")
    static let noted = Words("이 화면을 본 시간이 기록됩니다.", "It is recorded who watches this, from when to when.")
    static let partners = Words("대상", "Whom")
    static let everybody = Words("모두", "Everybody")
    static let partnersOnly = Words("외국기업 등만", "Partners only")
    static let partner = Words("외국기업 등", "Partner")
    static let reload = Words("지금 상태로 새로 고침", "Show it as it is now")

    static let who = Words("사용자", "Who")
    static let place = Words("접속 대상", "Connected to")
    static let from = Words("접속지", "From")
    static let when = Words("시각", "Since")
    static let amount = Words("사용량", "Amount")
    static let last = Words("최근 활동", "Last action")
    static let measures = Words("조치", "Measures")

    static let lockAccount = Words("계정 잠금", "Lock account")
    static let lockCertificate = Words("인증서 잠금", "Lock certificate")
    static let pauseGrant = Words("접근권한 일시중지", "Pause grant")

    static func leftOut(_ count: Int) -> Words {
        Words("표시하지 않은 접속이 \(count)건 더 있습니다. 조건을 좁혀 주세요.", "\(count) more are not shown: narrow the search.")
    }
}

/// What the cells of a row say, for the page and for its script alike.
struct LiveTexts: Sendable {
    let gate: String
    let desk: String
    let alone: String
    let connections: String
    let since: String
    let idle: String
    let requests: String
    let denials: String
    let received: String
    let sent: String
    let until: String
    let serial: String
    let lock: String
    let paused: String
    let websocket: String
    let events: String
    let grpc: String
    let transfer: String
    // What the script alone says.
    let watching: String
    let lost: String
    let over: String
    let people: String
    let ofThem: String
    let more: String
    // Actions.
    let end: String
    let lockAccount: String
    let lockCertificate: String
    let pauseGrant: String

    init(_ language: Language) {
        func say(_ korean: String, _ english: String) -> String { Words(korean, english)[language] }
        gate = say("로그인 화면", "login")
        desk = say("관리", "desk")
        alone = say("인증서만 사용", "certificate alone")
        connections = say("연결", "connections")
        since = say("접속", "since")
        idle = say("최근", "last seen")
        requests = say("요청", "requests")
        denials = say("거부", "denied")
        received = say("수신", "in")
        sent = say("송신", "out")
        until = say("권한 종료", "grant until")
        serial = say("인증서", "certificate")
        lock = say("긴급 잠금", "locked")
        paused = say("권한 일시중지", "grant paused")
        websocket = "WebSocket"
        events = say("이벤트 스트림", "event stream")
        grpc = "gRPC"
        transfer = say("전송", "transfer")
        watching = say("변경 사항이 바로 표시됩니다.", "Changes appear as they happen.")
        lost = say("연결이 끊어졌습니다. 다시 연결하는 중입니다.", "The connection was lost. Trying again.")
        over = say("실시간 표시가 끝났습니다. 화면을 새로 고쳐 주세요.", "The live view has ended. Load the page again.")
        people = say("접속", "Connected")
        ofThem = say("그중 외국기업 등", "of them partners")
        more = say("더 있음", "more")
        end = SessionWords.end[language]
        lockAccount = LiveWords.lockAccount[language]
        lockCertificate = LiveWords.lockCertificate[language]
        pauseGrant = LiveWords.pauseGrant[language]
    }

    func name(of kind: LiveStream.Kind) -> String {
        switch kind {
        case .webSocket: websocket
        case .events: events
        case .grpc: grpc
        case .transfer: transfer
        }
    }
}
