import GatewaySettings

/// Whether secrets are private, and whether what decides can be changed by the service's own user alone.
struct FileCheck {
    private let configuration: GatewayConfiguration
    private let file: String

    init(_ configuration: GatewayConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    var findings: [Finding] {
        let places = configuration.places
        let secrets =
            [places.keyFile, configuration.keys.token?.pinFile, places.store].compactMap { $0 }
            + configuration.tls.certificates.map(\.key)
            + [configuration.warnings.webhook?.keyFile, configuration.warnings.syslog?.identity?.key].compactMap(\.self)
            + checkpointKey
        let folders = [places.audit, Self.folder(of: places.store), configuration.warnings.spool]
        let rules =
            [file, places.policies] + configuration.clients.trust + [configuration.clients.revocationLists]
            + (configuration.keys.token.map { [$0.module] } ?? [])
        return unique(secrets).flatMap(secret) + unique(folders).flatMap(privateFolder) + unique(rules).flatMap(rule)
            + socket(places.controlSocket)
    }

    /// Whoever has it writes a trail anew that verifies.
    private var checkpointKey: [String] {
        switch configuration.checkpointKey {
        case .file(let path): [path]
        case .token: []
        }
    }

    private func secret(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.isOpenToOthers else { return [] }
        return [
            Finding(
                .error, path,
                .init(
                    "권한 \(status.octal): 비밀이 들어 있는 파일을 다른 사용자가 볼 수 있습니다", "mode \(status.octal), and it holds a secret"),
                .init(
                    "다음을 실행하고, 다른 사람이 읽었을 수 있으면 내용을 교체하십시오: chmod 600 \(path)",
                    "chmod 600 \(path); if others could read it, replace what is in it."))
        ]
    }

    private func privateFolder(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.isOpenToOthers else { return [] }
        let level: Finding.Level = status.isWritableByOthers ? .error : .warning
        return [
            Finding(
                level, path,
                .init("권한 \(status.octal): 다른 사용자가 안을 볼 수 있습니다", "mode \(status.octal); others may look into it"),
                .run("chmod 700 \(path)"))
        ]
    }

    /// Who may change these decides who gets in.
    private func rule(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.isWritableByOthers else { return [] }
        return [Finding(.error, path, .changeable(status), .run("chmod go-w \(path)"))]
    }

    private func socket(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.kind == .socket, status.isOpenToOthers else { return [] }
        return [
            Finding(
                .error, path,
                .init(
                    "권한 \(status.octal): 다른 사용자가 노드를 관리할 수 있습니다", "mode \(status.octal); others may administer the node"
                ),
                .init(
                    "다음을 실행하고 노드를 다시 시작하십시오. 노드가 권한을 0600으로 만듭니다: chmod 600 \(path)",
                    "chmod 600 \(path), and restart the node, which makes it 0600."))
        ]
    }

    private func unique(_ paths: [String]) -> [String] { Set(paths).sorted() }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }
}
