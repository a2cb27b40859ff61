import GatewayIdentity
import GatewaySettings

/// What is reachable from where, and what must never be.
struct ExposureCheck {
    private let configuration: GatewayConfiguration
    private let file: String

    init(_ configuration: GatewayConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    var findings: [Finding] { demo + ops + limits + warnings }

    /// The people of a demo have their keys and secrets in a file beside its configuration.
    private var demo: [Finding] {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let people = DemoFolder(path: folder).peopleFile
        guard FileStatus(people) != nil else { return [] }
        let listen = configuration.listen
        let isOpen = [listen.gate, listen.desk].contains { !$0.address.address.isLoopback }
        let what = FindingText(
            "'gwanmun demo'가 만든 설정입니다. 사용자의 키와 비밀이 \(people) 파일에 있습니다"
                + (isOpen ? ". 이 서버 밖에서도 접속할 수 있습니다" : ""),
            "made by 'gwanmun demo': keys and secrets of its people are in \(people)"
                + (isOpen ? ", and it listens beyond this machine" : ""))
        return [
            Finding(
                isOpen ? .error : .warning, file, what,
                .init(
                    "실제 업무에 사용할 수 없습니다. 자체 설정과 실제 사용자로 시작하십시오.",
                    "Not for real use: begin with an own configuration and own people."))
        ]
    }

    private var ops: [Finding] {
        let ops = configuration.listen.ops
        guard !ops.address.isLoopback else { return [] }
        return [
            Finding(
                .warning, "listen.ops",
                .init(
                    "\(ops)에 다른 곳에서도 접속할 수 있으며, 누구인지 확인하지 않습니다",
                    "\(ops) is reachable from elsewhere, and asks nobody who they are"),
                .init("127.0.0.1로 바꾸거나 방화벽으로 보호하십시오.", "Put it on 127.0.0.1, or behind a firewall."))
        ]
    }

    private var limits: [Finding] {
        guard configuration.limits.sourceFailures == nil else { return [] }
        return [
            Finding(
                .warning, "limits.source_failures",
                .init("꺼져 있습니다. 한 주소에서 끝없이 시도할 수 있습니다", "is off: one address may try without end"),
                .init("이 설정을 지우십시오. 그러면 10분에 20번까지만 실패할 수 있습니다.", "Leave it out, for 20 failures in 10 minutes."))
        ]
    }

    private var warnings: [Finding] {
        let warnings = configuration.warnings
        guard warnings.webhook == nil, warnings.mail == nil, warnings.syslog == nil else { return [] }
        let advice = FindingText(
            "보안 담당자가 1분 안에 잠금을 알 수 있도록 warnings.webhook, warnings.mail, warnings.syslog 가운데 하나를 설정하십시오(가이드 NCT2-4.2-U1).",
            "Name warnings.webhook, warnings.mail or warnings.syslog, so that the security officer hears of locks within a minute (guide, NCT2-4.2-U1)."
        )
        return [
            Finding(
                .note, "warnings", .init("부정 로그인 시도 경고가 로그에만 남습니다", "of unlawful sign-in attempts go to the log alone"),
                advice)
        ]
    }
}
