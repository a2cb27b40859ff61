import GatewayPolicy

/// Alarms of watch rules, and what was done about them.
enum MeasureWords {
    static let title = Words("이상 사용과 조치", "Alarms and measures")
    static let none = Words("진행 중인 경보나 조치가 없습니다.", "No alarm is open, and no measure holds.")
    static let seen = Words("감지된 내용", "What was seen")
    static let step = Words("조치", "Measure")
    static let owner = Words("담당자", "Owner")
    static let lift = Words("조치 해제", "Lift")
    static let drill = Words("훈련", "Drill")
    static let network = Words("네트워크", "Network")
    static let networkProblem = Words(
        "203.0.113.0/24 같은 네트워크를 적어 주세요.", "A network such as 203.0.113.0/24 is expected.")
    static let own = Words(
        "본인에 관한 조치나 본인이 책임지는 협력사에 관한 조치는 해제할 수 없습니다. 다른 보안관리자에게 요청해 주세요.",
        "You cannot lift a measure about yourself, nor about a partner you answer for: ask another security administrator."
    )
    static let ownNetwork = Words(
        "지금 접속한 곳이나 이 서버가 들어 있는 네트워크입니다.", "You come from this network, or it holds this machine.")
    static let unknownRule = Words("정책에 없는 감시 규칙입니다.", "The policy has no such watch rule.")
    static func observed(_ observed: String, _ limit: String) -> Words {
        Words("\(observed) (기준: \(limit))", "\(observed) (limit: \(limit))")
    }
    static let liftOrder = OrderWords(
        title: lift,
        effect: Words(
            "이 조치가 멈춘 허가를 재개하고 건 잠금을 풉니다. 다른 사람이 한 것은 그대로 둡니다.",
            "Resumes the grants that it paused and lifts the locks that it set. What others did stays as it is."))
}

extension WatchKind {
    var words: Words {
        switch self {
        case .newCountry: Words("새로운 국가", "New country")
        case .newNetwork: Words("새로운 네트워크", "New network")
        case .newDevice: Words("새로운 기기", "New device")
        case .newCertificate: Words("새로운 인증서", "New certificate")
        case .offHours: Words("업무 외 시간", "Off hours")
        case .impossibleTravel: Words("불가능한 이동", "Impossible travel")
        case .volume: Words("사용량", "Volume")
        case .distinctObjects: Words("서로 다른 대상의 수", "Distinct objects")
        case .distinctQueries: Words("서로 다른 질의의 수", "Distinct queries")
        case .denials: Words("반복된 거부", "Run of denials")
        case .enumeration: Words("경로 탐색", "Enumeration")
        case .codeFailures: Words("인증 실패", "Failed codes")
        case .dormant: Words("휴면 계정 사용", "Dormant account")
        case .concurrentUse: Words("동시 사용", "Concurrent use")
        }
    }
}

extension WatchMeasure {
    var words: Words {
        switch self {
        case .notify: Words("알림", "Told")
        case .stepUp: Words("추가 인증 요구", "Asked to prove again")
        case .pauseGrant: Words("허가 일시 정지", "Grant paused")
        case .endSessions: Words("세션 종료", "Sessions ended")
        case .lockCertificate: Words("인증서 잠금", "Certificate locked")
        }
    }
}
