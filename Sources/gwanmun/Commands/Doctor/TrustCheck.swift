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
        return Finding(alarm.refusesPeople ? .error : .warning, subject, alarm.description, advice(on: alarm.kind))
    }

    private func advice(on kind: TrustAlarm.Kind) -> String {
        switch kind {
        case .listStale, .listEndsSoon:
            "Fetch the issuer's present list into \(clients.revocationLists), by a timer; a CA of 'gwanmun pki' signs one with 'pki crl'."
        case .listMissing:
            "Put the issuer's list into \(clients.revocationLists), PEM or DER. Until then its certificates are refused."
        case .listUnverified:
            "The list is of another issuer, or its issuer is missing from clients.trust and clients.intermediates."
        case .listUnusable: "Ask the issuer for a complete list of its own, signed over SHA-256."
        case .authorityExpired: "Take the authority out, and its successor in."
        case .notAnAuthority: "Take the file out of clients.intermediates."
        }
    }

    /// Whoever holds a root's key makes anybody.
    private var keys: [Finding] {
        let folders = Set(clients.trust.compactMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } })
            .sorted()
        return folders.compactMap { PrivateCA.rootKey(in: $0) }.map {
            Finding(
                .warning, $0, "the private key of a trust anchor lies on the gate",
                "Keep it offline: whoever takes this node could make anybody's certificate.")
        }
    }

    private var demands: [Finding] {
        guard clients.profile.allowsAbsentExtendedKeyUsage else { return [] }
        return [
            Finding(
                .note, "clients.profile.eku_absent_ok", "certificates without extended key usage are taken",
                "Right for NPKI and GPKI; with an own CA leave it out, and issue with clientAuth.")
        ]
    }
}
