import GatewayIdentity
import GatewayMetrics
import GatewayTime

/// Records on their way to others, and the clock.
extension NodePage {
    var siemFamilies: [MetricFamily] {
        let reports = siem.reports
        func samples(_ value: (SIEMPost.Report) -> MetricValue) -> [MetricSample] {
            reports.map { MetricSample(["receiver": $0.name], value($0)) }
        }
        return [
            MetricFamily(
                gauge: "gwanmun_siem_lag_records", "Records that a receiver is not known to have",
                samples: samples { .unsigned($0.lag) }),
            MetricFamily(
                counter: "gwanmun_siem_messages", "Messages handed to a receiver; after a break some go twice",
                samples: samples { .unsigned($0.state.sent) }),
            MetricFamily(
                counter: "gwanmun_siem_failures", "Attempts that came to nothing; what was to be sent waits",
                samples: samples { .unsigned($0.state.failures) }),
            MetricFamily(
                counter: "gwanmun_siem_records_missing", "Records that were deleted before a receiver had them",
                samples: samples { .unsigned($0.state.missing) }),
            MetricFamily(
                counter: "gwanmun_siem_records_rejected", "Records that a receiver took and says it did not keep",
                samples: samples { .unsigned($0.state.rejected) }),
            MetricFamily(
                gauge: "gwanmun_siem_receiver_up", "1 for a receiver whose last attempt was not in vain",
                samples: samples { .flag($0.state.problem == nil) }),
            MetricFamily(
                gauge: "gwanmun_siem_last_success_timestamp_seconds",
                "When a receiver was last known to have taken something",
                samples: reports.compactMap { report in
                    report.state.lastSuccess.map { MetricSample(["receiver": report.name], .seconds($0.sinceEpoch)) }
                }),
        ]
    }

    var clockFamilies: [MetricFamily] {
        let state = clockWatch.state
        // None before the sources have spoken.
        let reading = state.reading.map { [$0] } ?? []
        return [
            MetricFamily(
                gauge: "gwanmun_clock_closes_consoles",
                "1 while classified consoles are closed because the clock cannot be relied on",
                .flag(state.standing.denies)),
            MetricFamily(
                gauge: "gwanmun_clock_watched", "1 where the settings name sources of time",
                .flag(state.standing != .unwatched)),
            MetricFamily(
                gauge: "gwanmun_clock_offset_seconds", "What is to be added to the clock",
                samples: reading.map { MetricSample([:], .seconds($0.offset)) }),
            MetricFamily(
                gauge: "gwanmun_clock_uncertainty_seconds", "How far that may be wrong, either way",
                samples: reading.map { MetricSample([:], .seconds($0.uncertainty)) }),
        ]
    }
}
