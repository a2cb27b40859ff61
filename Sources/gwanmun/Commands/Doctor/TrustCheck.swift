import GatewayCertificates
import GatewayIdentity
import GatewaySettings

/// Whether revocation is known of everybody, and whether the demands on certificates are what they should be.
struct TrustCheck {
    private let clients: ClientCertificateSettings
    private let trust: TrustSnapshot?

    init(_ configuration: GatewayConfiguration, _ trust: TrustSnapshot?) {
        clients = configuration.clients
        self.trust = trust
    }

    func findings(at now: UnixTime) -> [Finding] {
        (trust?.alarms(at: now) ?? []).map(finding) + keys + demands
    }

    private func finding(_ alarm: TrustAlarm) -> Finding {
        let subject = alarm.file ?? clients.revocationLists
        return Finding(alarm.refusesPeople ? .error : .warning, subject, FindingText(alarm), advice(on: alarm.kind))
    }

    private func advice(on kind: TrustAlarm.Kind) -> FindingText {
        switch kind {
        case .listStale, .listEndsSoon:
            .init(
                "발급자의 최신 폐지목록을 타이머로 내려받으십시오. 위치: \(clients.revocationLists). 'gwanmun pki'의 인증기관은 'pki crl'로 폐지목록에 서명합니다.",
                "Fetch the issuer's present list into \(clients.revocationLists), by a timer; a CA of 'gwanmun pki' signs one with 'pki crl'."
            )
        case .listMissing:
            .init(
                "발급자의 폐지목록(PEM 또는 DER)을 두십시오. 그때까지 이 발급자의 인증서를 거부합니다. 위치: \(clients.revocationLists)",
                "Put the issuer's list into \(clients.revocationLists), PEM or DER. Until then its certificates are refused."
            )
        case .listUnverified:
            .init(
                "다른 발급자의 폐지목록이거나, 그 발급자가 clients.trust와 clients.intermediates에 없습니다. 발급자를 확인하십시오.",
                "The list is of another issuer, or its issuer is missing from clients.trust and clients.intermediates.")
        case .listUnusable:
            .init(
                "발급자에게 SHA-256으로 서명한, 그 발급자만의 온전한 폐지목록을 요청하십시오.",
                "Ask the issuer for a complete list of its own, signed over SHA-256.")
        case .authorityExpired: .init("이 인증기관을 빼고 후속 인증기관을 넣으십시오.", "Take the authority out, and its successor in.")
        case .notAnAuthority:
            .init("clients.intermediates에서 이 파일을 빼십시오.", "Take the file out of clients.intermediates.")
        }
    }

    /// Whoever holds a root's key makes anybody.
    private var keys: [Finding] {
        let folders = Set(clients.trust.compactMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } })
            .sorted()
        return folders.compactMap { PrivateCA.rootKey(in: $0) }.map {
            Finding(
                .warning, $0, .init("신뢰 앵커의 개인키가 게이트웨이에 있습니다", "the private key of a trust anchor lies on the gate"),
                .init(
                    "네트워크와 분리해 보관하십시오. 이 노드를 장악한 사람이 누구의 인증서든 만들 수 있습니다.",
                    "Keep it offline: whoever takes this node could make anybody's certificate."))
        }
    }

    private var demands: [Finding] {
        guard clients.profile.allowsAbsentExtendedKeyUsage else { return [] }
        return [
            Finding(
                .note, "clients.profile.eku_absent_ok",
                .init("확장 키 용도가 없는 인증서를 인정합니다", "certificates without extended key usage are taken"),
                .init(
                    "NPKI와 GPKI에는 필요합니다. 자체 인증기관이면 이 설정을 빼고 clientAuth로 발급하십시오.",
                    "Right for NPKI and GPKI; with an own CA leave it out, and issue with clientAuth."))
        ]
    }
}
