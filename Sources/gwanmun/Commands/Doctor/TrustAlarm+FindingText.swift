import GatewayCertificates
import GatewayIdentity

extension FindingText {
    init(_ alarm: TrustAlarm) {
        let issuer = alarm.issuer
        let end = alarm.end.map { RFC3339.string($0) } ?? "알 수 없는 때"
        let korean =
            switch alarm.kind {
            case .listStale: "폐지목록의 유효 기간이 끝났습니다(\(end)). 발급자: \(issuer)"
            case .listUnverified: "알려진 인증기관이 서명하지 않은 폐지목록입니다. 발급자: \(issuer)"
            case .listUnusable(let why): "사용할 수 없는 폐지목록입니다(\(why)). 발급자: \(issuer)"
            case .listMissing: "폐지목록이 없어 이 발급자의 인증서를 거부합니다: \(issuer)"
            case .listEndsSoon: "폐지목록이 곧 만료됩니다(\(end)). 발급자: \(issuer)"
            case .authorityExpired: "인증기관의 인증서가 만료되었습니다(\(end)): \(issuer)"
            case .notAnAuthority: "중간 인증기관으로 설정되어 있지만 인증기관이 아닙니다: \(issuer)"
            }
        self.init(korean, alarm.description)
    }
}
