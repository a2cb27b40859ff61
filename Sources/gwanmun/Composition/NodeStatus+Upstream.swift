import Gateway
import GatewayDesk

extension NodeStatus.Upstream {
    /// What the desk shows of a member.
    init(_ standing: UpstreamStanding) {
        let (state, detail): (State, String?) =
            switch standing.state {
            case .serving: (.serving, nil)
            case .leftOut(let left): (.leftOut, "\(left.components.seconds + 1)s")
            case .onProbation: (.onProbation, nil)
            case .failingChecks: (.failingChecks, nil)
            case .unresolved: (.unresolved, nil)
            case .refused(let refusal): (.refused, refusal)
            }
        self.init(
            console: standing.console, url: "\(standing.url)", state: state, detail: detail,
            connections: standing.connections, waiting: standing.waiting)
    }
}
