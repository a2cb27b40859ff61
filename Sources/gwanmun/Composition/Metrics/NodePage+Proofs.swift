import GatewayIdentity
import GatewayMetrics

extension NodePage {
    /// How the trail proves itself.
    var proofFamilies: [MetricFamily] {
        let facts = proofs.now
        return [
            MetricFamily(
                gauge: "gwanmun_checkpoint_sequence", "Number of the record that the last checkpoint covers",
                .unsigned(facts.signed)),
            MetricFamily(
                gauge: "gwanmun_checkpoint_failing", "1 while no checkpoint can be signed",
                .flag(facts.signingProblem != nil)),
            MetricFamily(
                gauge: "gwanmun_trail_broken", "1 since the trail was found not to be what was written",
                .flag(facts.damage != nil)),
            MetricFamily(
                gauge: "gwanmun_checkpoint_sent_sequence", "The same, of the last checkpoint that arrived there",
                samples: facts.destinations.sorted { $0.key < $1.key }.map {
                    MetricSample(["destination": $0.key], .unsigned($0.value.sent))
                }),
            MetricFamily(
                gauge: "gwanmun_checkpoint_sending_failing", "1 while checkpoints do not arrive there",
                samples: facts.destinations.sorted { $0.key < $1.key }.map {
                    MetricSample(["destination": $0.key], .flag($0.value.problem != nil))
                }),
            MetricFamily(
                gauge: "gwanmun_checkpoint_timestamp_seconds", "When the last checkpoint was signed",
                samples: facts.signedAt.sample),
            MetricFamily(
                gauge: "gwanmun_trail_verified_timestamp_seconds", "When the whole trail was last found whole",
                samples: facts.verifiedAt.sample),
        ]
    }
}

extension UnixTime? {
    /// None before it happened: the family is there all the same.
    fileprivate var sample: [MetricSample] { map { [MetricSample([:], .seconds($0.sinceEpoch))] } ?? [] }
}
