import GatewayAccess
import GatewayMetrics

/// Warnings on their way, and logins that were too many to judge.
extension NodePage {
    var warningFamilies: [MetricFamily] {
        let channels = warnings.standings.map { ($0.channel.rawValue, $0.now) }
        let results: [(String, KeyPath<ChannelStanding.State, UInt64>)] = [
            ("sent", \.sent), ("failed", \.failed), ("lost", \.lost), ("no_address", \.nowhere),
        ]
        return [
            MetricFamily(
                counter: "gwanmun_warnings", "Warnings by channel and by what came of carrying them",
                samples: channels.flatMap { channel, state in
                    results.map { result, path in
                        MetricSample(["channel": channel, "result": result], .unsigned(state[keyPath: path]))
                    }
                }),
            MetricFamily(
                gauge: "gwanmun_warnings_waiting", "Warnings on the disk that wait for a channel",
                samples: channels.map { MetricSample(["channel": $0], .count($1.waiting)) }),
            MetricFamily(
                gauge: "gwanmun_warning_channel_up", "1 for a channel whose last attempt was not in vain",
                samples: channels.map { MetricSample(["channel": $0], .flag($1.problem == nil)) }),
            MetricFamily(
                counter: "gwanmun_logins_turned_away",
                "Attempts to log in that were not judged, because there were more than anybody types",
                samples: LoginCrowd.allCases.map {
                    MetricSample(["by": $0.rawValue], .unsigned(UInt64(access.loginsTurnedAway(by: $0))))
                }),
        ]
    }
}
