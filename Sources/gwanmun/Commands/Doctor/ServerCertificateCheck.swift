import GatewayCertificates
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// Whether the gate can prove itself under each of its names, and for how long yet.
struct ServerCertificateCheck {
    private let configuration: GatewayConfiguration
    private let policy: PolicySnapshot?

    /// Time to have a certificate renewed by people.
    private static let soon = Duration.seconds(30 * 86400)

    init(_ configuration: GatewayConfiguration, _ policy: PolicySnapshot?) {
        self.configuration = configuration
        self.policy = policy
    }

    func findings(at now: UnixTime) -> [Finding] {
        configuration.tls.certificates.flatMap { ending(of: $0, at: now) } + uncovered
    }

    private func ending(of certificate: ServerCertificate, at now: UnixTime) -> [Finding] {
        do throws(FileProblem) {
            let credentials = try ServerCredentials.inspect(
                chainFile: certificate.chain, keyFile: certificate.key, at: now)
            let foreign = certificate.names.map(\.description).filter {
                !credentials.names.contains($0) && !credentials.coversByWildcard($0)
            }
            let misnamed = foreign.map {
                Finding(
                    .error, certificate.chain,
                    .init("\($0)에 제시되지만 그 이름의 인증서가 아닙니다", "is shown for \($0) and is not good for it"),
                    .init(
                        "그 이름으로 다시 발급받거나 tls.certificates에서 이름을 빼십시오.",
                        "Issue it for that name, or take the name out of tls.certificates."))
            }
            guard credentials.notAfter < now + Self.soon else { return misnamed }
            let end = RFC3339.string(credentials.notAfter)
            return misnamed + [
                Finding(
                    .warning, certificate.chain, .init("인증서가 \(end)에 만료됩니다", "ends at \(end)"),
                    .init(
                        "갱신하십시오. 실행 중인 노드가 새 파일을 자동으로 적용합니다.",
                        "Renew it; the running node takes the new file by itself."))
            ]
        } catch {
            return [
                Finding(
                    .error, error.file, .init("서버 인증서나 키를 사용할 수 없습니다: \(error.what)", error.what),
                    .init(
                        "이대로는 아무도 접속할 수 없습니다. 올바른 PEM 인증서 체인과 그 키(0600)를 두십시오.",
                        "Nobody can connect with it: put a good PEM chain and its key (0600) there."))
            ]
        }
    }

    /// Names that people open and no certificate is configured for.
    private var uncovered: [Finding] {
        let names = configuration.tls.certificates.flatMap(\.names)
        let hosts =
            [configuration.site.gate, configuration.site.desk] + (policy?.definition.consoles.flatMap(\.hosts) ?? [])
        return hosts.filter { host in !names.contains { $0.matches(host) } }.map {
            Finding(
                .error, $0.text,
                .init("이 이름의 서버 인증서가 설정되어 있지 않습니다", "no server certificate is configured for this name"),
                .init(
                    "tls.certificates에 추가하십시오. 이 이름으로는 TLS 연결이 실패합니다.",
                    "Add one to tls.certificates; a handshake under this name fails."))
        }
    }
}

extension ServerCredentials {
    /// RFC 9525 § 6.3: the asterisk stands for one label.
    fileprivate func coversByWildcard(_ name: String) -> Bool {
        guard let dot = name.firstIndex(of: "."), !name.hasPrefix("*") else { return false }
        return names.contains("*" + name[dot...])
    }
}
