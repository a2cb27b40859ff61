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
        let advice =
            "Raise it where the service starts: LimitNOFILE= in its unit, ulimits in a container. Two for each connection, and some."
        if let asked = configuration.limits.connections, asked > room {
            let what = "\(asked) are asked for, and this user's limit of open files, \(files), has room for \(room)"
            return [Finding(.warning, "limits.connections", what, advice)]
        }
        guard room < Self.few else { return [] }
        return [
            Finding(.warning, "limits.connections", "the limit of open files, \(files), has room for \(room)", advice)
        ]
    }
}
