import GatewaySettings
import GatewaySystem

/// Whether there is room for as many connections as the configuration promises, as far as that can be seen from the doctor's own limit.
struct DescriptorCheck {
    private let configuration: GatewayConfiguration

    /// Below this a node is for tests.
    private static let few = 1000

    init(_ configuration: GatewayConfiguration) { self.configuration = configuration }

    var findings: [Finding] {
        let files = OpenFileLimit.hard
        let room = DescriptorBudget(limit: files, loops: configuration.threads ?? Processors.count).connections
        let advice = FindingText(
            "서비스를 시작하는 곳에서 한도를 늘리십시오. 유닛에서는 LimitNOFILE=, 컨테이너에서는 ulimits입니다. 연결마다 두 개와 여유분이 필요합니다.",
            "Raise it where the service starts: LimitNOFILE= in its unit, ulimits in a container. Two for each connection, and some."
        )
        if let asked = configuration.limits.connections, asked > room {
            let what = FindingText(
                "연결 \(asked)개가 설정되어 있지만 이 사용자가 열 수 있는 파일 \(files)개로는 \(room)개까지 가능합니다",
                "\(asked) are asked for, and this user's limit of open files, \(files), has room for \(room)")
            return [Finding(.warning, "limits.connections", what, advice)]
        }
        guard room < Self.few else { return [] }
        return [
            Finding(
                .warning, "limits.connections",
                .init(
                    "열 수 있는 파일 \(files)개로는 연결 \(room)개까지 가능합니다",
                    "the limit of open files, \(files), has room for \(room)"), advice)
        ]
    }
}
