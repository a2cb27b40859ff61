import GatewayAccess
import GatewayMetrics
import GatewayPAMHelper

extension NodePage {
    var passwordFamilies: [MetricFamily] {
        let counts = passwords?.counts ?? .none
        return [
            MetricFamily(
                gauge: "gwanmun_pam_helpers", "PAM helper processes that run, those that wait for a person included",
                .count(counts.helpers)),
            MetricFamily(
                counter: "gwanmun_pam_helper_starts", "PAM helper processes started, after one that failed too",
                .count(counts.starts)),
            MetricFamily(gauge: "gwanmun_pam_queue", "Passwords that wait for a helper", .count(counts.queue)),
            MetricFamily(
                gauge: "gwanmun_pam_open_logins", "Logins that wait for a person's answer to PAM",
                .count(access.openLoginCount)),
            MetricFamily(
                counter: "gwanmun_pam_failures", "Attempts that no helper answered, by why",
                samples: PAMHelperFailure.Kind.allCases.map {
                    MetricSample(["cause": $0.rawValue], .count(counts.failures[$0] ?? 0))
                }),
        ]
    }
}
