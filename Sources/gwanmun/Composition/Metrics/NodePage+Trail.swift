import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayMetrics

extension NodePage {
    /// Stage 7, behind the event loops.
    var trailFamilies: [MetricFamily] {
        let counters = trail.counters
        var families = [
            MetricFamily(
                gauge: "gwanmun_record_queue", "Records that wait for the trail's writer",
                .count(counters.queuedRecords)),
            MetricFamily(
                gauge: "gwanmun_record_queue_bytes", "Their size; each event loop holds 8 MiB at most",
                .count(counters.queuedBytes)),
            MetricFamily(
                counter: "gwanmun_records", "Records that are on the disk", .count(counters.records)),
            MetricFamily(counter: "gwanmun_record_bytes", "Their size", .count(counters.bytes)),
            MetricFamily(
                counter: "gwanmun_record_write_failures", "Attempts to write to the trail that failed",
                .count(counters.failures)),
            MetricFamily(
                counter: "gwanmun_records_refused",
                "Records that were refused, and with them what they were to vouch for",
                .count(counters.refused)),
            MetricFamily(
                gauge: "gwanmun_trail_failing", "1 while the trail cannot be written", .flag(counters.failure != nil)),
            MetricFamily(
                gauge: "gwanmun_record_last_sequence", "Number of the last record that is on the disk",
                .unsigned(counters.last.sequence)),
        ]
        if let time = counters.lastCommit {
            families.append(
                MetricFamily(
                    gauge: "gwanmun_record_last_commit_timestamp_seconds",
                    "When records were synchronised with the disk last", .seconds(time.sinceEpoch)))
        }
        return families
    }
}

extension UnixTime {
    /// As collectors have times.
    var sinceEpoch: Duration { .milliseconds(milliseconds) }
}
