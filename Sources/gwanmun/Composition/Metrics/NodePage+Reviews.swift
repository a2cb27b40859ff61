import GatewayAccess
import GatewayMetrics

/// Reviews that wait for somebody.
extension NodePage {
    var reviewFamilies: [MetricFamily] {
        let standing = reviews.standing
        return [
            MetricFamily(gauge: "gwanmun_reviews_open", "Reviews that nobody signed off yet", .count(standing.open)),
            MetricFamily(gauge: "gwanmun_reviews_overdue", "Those among them that are late", .count(standing.overdue)),
            MetricFamily(
                gauge: "gwanmun_reports_overdue", "Reports of others that are due and were not filed",
                .count(reports.overdue)),
        ]
    }
}
