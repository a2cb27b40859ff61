import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayUpstreams

/// What is allowed in the policy and probably not meant.
struct PolicyCheck {
    private let policy: PolicyMaterial?

    init(_ policy: PolicyMaterial?) { self.policy = policy }

    var findings: [Finding] {
        guard let policy else { return [] }
        let warnings = policy.loaded.doubts(at: SystemClock.now()).map { located in
            let advice = located.doubt.advice(in: .english)
            return Finding(
                .warning, "\(located.position)", "\(located.doubt.place) \(advice.finding). \(advice.why)",
                advice.remedy)
        }
        let untested = policy.loaded.testCount == 0
        let note = Finding(
            .note, "policy", "has no tests of its own",
            "Write some in tests/*.yaml: a change that breaks them is not taken into use.")
        return warnings + policy.snapshot.definition.consoles.flatMap { plain($0, of: policy.snapshot) + inside($0) }
            + (untested ? [note] : [])
    }

    /// Upstreams that are reached over a network without TLS.
    private func plain(_ console: Console, of policy: PolicySnapshot) -> [Finding] {
        let level: Finding.Level = policy.grade(of: console.id) == .open ? .warning : .error
        return console.upstreams.members.map(\.url).filter { $0.scheme == .http && !$0.isLoopback }.map {
            Finding(
                level, "console \(console.id)", "\($0) is reached without TLS",
                "Use https, and name its CA under 'tls'; plain http is for this machine only.")
        }
    }

    /// Upstreams written as addresses at which no console stands, but what a cloud tells its machines.
    private func inside(_ console: Console) -> [Finding] {
        console.upstreams.members.compactMap { member in
            guard let kind = member.url.addressKind, kind == .metadata || kind == .linkLocal else { return nil }
            return Finding(
                .error, "console \(console.id)", "\(member.url) is a \(kind.rawValue) address",
                "Clouds tell machines their secrets there; whoever reaches this console reads them.")
        }
    }
}
