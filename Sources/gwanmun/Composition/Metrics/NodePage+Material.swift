import GatewayCertificates
import GatewayCrypto
import GatewayIdentity
import GatewayMetrics
import GatewayPolicy

/// What was read from files: trust, server certificates, policy.
extension NodePage {
    var trustFamilies: [MetricFamily] {
        let (material, now) = (board.material, clock())
        let lists = material.trust.revocationLists.map { (ListLabels($0), $0) }
        return [
            MetricFamily(
                gauge: "gwanmun_crl_age_seconds", "How long ago a revocation list was made",
                samples: lists.map { MetricSample($0.labels, .seconds(now - $1.thisUpdate)) }),
            MetricFamily(
                gauge: "gwanmun_crl_end_timestamp_seconds",
                "When a revocation list stops speaking; its issuer's certificates are refused from then on",
                samples: lists.map { MetricSample($0.labels, .seconds($1.end.sinceEpoch)) }),
            MetricFamily(
                gauge: "gwanmun_crl_used", "1 for a revocation list that speaks for certificates now",
                samples: lists.map { MetricSample($0.labels, .flag($1.speaks(at: now))) }),
            MetricFamily(
                gauge: "gwanmun_trust_alarms",
                "Things that are wrong with anchors and revocation lists, as status tells",
                .count(material.trust.alarms(at: now).count)),
            MetricFamily(
                gauge: "gwanmun_trust_generation", "Counts every trust that was taken into use",
                .unsigned(material.trust.generation)),
            MetricFamily(
                gauge: "gwanmun_server_certificate_end_timestamp_seconds",
                "When a server certificate, or one of its chain, expires",
                samples: material.identities.ends.map {
                    MetricSample(["certificate": $0.name], .seconds($0.at.sinceEpoch))
                }),
        ]
    }

    var policyFamilies: [MetricFamily] {
        let (policy, load) = (board.material.policy.snapshot, node.policy)
        return [
            MetricFamily(
                gauge: "gwanmun_policy_generation", "Counts every policy that was taken into use",
                .count(load.generation)),
            MetricFamily(
                gauge: "gwanmun_policy_loaded_timestamp_seconds", "When the policy in force was taken into use",
                .seconds(load.at.sinceEpoch)),
            MetricFamily(
                gauge: "gwanmun_policy_load_seconds", "How long reading, compiling and testing it took",
                .seconds(load.took)),
            MetricFamily(
                gauge: "gwanmun_policy_consoles", "Consoles that it names", .count(policy.definition.consoles.count)),
            MetricFamily(gauge: "gwanmun_policy_rules", "Rules that it has", .count(policy.definition.rules.count)),
        ]
    }
}

/// A list by its file, and by its issuer's name in a form that says nothing to others: a file may hold several.
private struct ListLabels {
    let labels: [String: String]

    init(_ list: RevocationListFacts) {
        let issuer = SHA256.digest(of: Array(list.issuer.utf8)).hex.prefix(16)
        let file = list.file.split(separator: "/").last ?? ""
        labels = ["file": String(file), "issuer": String(issuer)]
    }
}
