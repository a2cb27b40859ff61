import Gateway
import GatewayIdentity
import GatewayMetrics
import GatewayPolicy

/// Every member of every console, as the settings name them.
extension NodePage {
    var upstreamFamilies: [MetricFamily] {
        let (members, consoles) = (board.upstreams.standings, board.upstreams.counts)
        func samples(_ value: (UpstreamStanding) -> MetricValue) -> [MetricSample] {
            members.map { MetricSample($0.labels, value($0)) }
        }
        func perConsole(_ value: (UpstreamGroupCounts) -> UInt64) -> [MetricSample] {
            consoles.map { MetricSample(["console": $0.console.text], .unsigned(value($0))) }
        }
        return [
            MetricFamily(
                gauge: "gwanmun_upstream_member_serving", "1 for a member of a console that gets requests",
                samples: samples { .flag($0.state.isServing) }),
            MetricFamily(
                gauge: "gwanmun_upstream_member_connections", "Its connections that stand or are being made",
                samples: samples { .count($0.connections) }),
            MetricFamily(
                gauge: "gwanmun_upstream_member_waiting", "Requests in line for a connection to it",
                samples: samples { .count($0.waiting) }),
            MetricFamily(
                counter: "gwanmun_upstream_ejections", "How often it was left out because its requests failed",
                samples: samples { .unsigned($0.counts.ejections) }),
            MetricFamily(
                counter: "gwanmun_upstream_checks", "Health checks of it, by result",
                samples: members.flatMap { $0.checks }),
            MetricFamily(
                counter: "gwanmun_upstream_refusals",
                "Connections to it that were not made: it has as many as it may have (full), or its name leads where it may not (address)",
                samples: members.flatMap { $0.refusals }),
            MetricFamily(
                counter: "gwanmun_upstream_unserved", "Requests that came while no member of the console served",
                samples: perConsole(\.unserved)),
            MetricFamily(
                counter: "gwanmun_upstream_retries_over_budget",
                "Requests not tried again because too many had been already", samples: perConsole(\.retriesOverBudget)),
        ]
    }
}

extension UpstreamStanding {
    fileprivate var labels: [String: String] { ["console": console.text, "upstream": "\(url)"] }

    fileprivate var checks: [MetricSample] {
        [("passed", counts.checksPassed), ("failed", counts.checksFailed)].map { result, count in
            MetricSample(labels.merging(["result": result]) { $1 }, .unsigned(count))
        }
    }

    fileprivate var refusals: [MetricSample] {
        [("full", counts.refusedPlaces), ("address", counts.refusedAddresses)].map { reason, count in
            MetricSample(labels.merging(["reason": reason]) { $1 }, .unsigned(count))
        }
    }
}

extension UpstreamStanding.State {
    fileprivate var isServing: Bool {
        switch self {
        case .serving, .onProbation: true
        case .leftOut, .failingChecks, .unresolved, .refused: false
        }
    }
}
