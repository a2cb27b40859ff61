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
            let korean = located.doubt.advice(in: .korean)
            let english = located.doubt.advice(in: .english)
            return Finding(
                .warning, "\(located.position)",
                .init(
                    "\(located.doubt.place): \(korean.finding). \(korean.why)",
                    "\(located.doubt.place) \(english.finding). \(english.why)"),
                .init(korean.remedy, english.remedy))
        }
        let untested = policy.loaded.testCount == 0
        let note = Finding(
            .note, .init("정책", "policy"), .init("정책 시험이 없습니다", "has no tests of its own"),
            .init(
                "tests/*.yaml에 작성하십시오. 시험에 맞지 않는 변경은 적용되지 않습니다.",
                "Write some in tests/*.yaml: a change that breaks them is not taken into use."))
        return warnings + policy.snapshot.definition.consoles.flatMap { plain($0, of: policy.snapshot) + inside($0) }
            + (untested ? [note] : [])
    }

    /// Upstreams that are reached over a network without TLS.
    private func plain(_ console: Console, of policy: PolicySnapshot) -> [Finding] {
        let level: Finding.Level = policy.grade(of: console.id) == .open ? .warning : .error
        return console.upstreams.members.map(\.url).filter { $0.scheme == .http && !$0.isLoopback }.map {
            Finding(
                level, .console(console.id), .init("TLS 없이 접속하는 업스트림입니다: \($0)", "\($0) is reached without TLS"),
                .init(
                    "https를 사용하고 'tls'에 인증기관을 적으십시오. TLS 없는 http는 이 서버 안에서만 사용합니다.",
                    "Use https, and name its CA under 'tls'; plain http is for this machine only."))
        }
    }

    /// Upstreams written as addresses at which no console stands, but what a cloud tells its machines.
    private func inside(_ console: Console) -> [Finding] {
        console.upstreams.members.compactMap { member in
            guard let kind = member.url.addressKind, kind == .metadata || kind == .linkLocal else { return nil }
            return Finding(
                .error, .console(console.id),
                .init(
                    "업스트림이 \(kind == .metadata ? "메타데이터" : "링크 로컬") 주소입니다: \(member.url)",
                    "\(member.url) is a \(kind.rawValue) address"),
                .init(
                    "클라우드가 서버에 비밀을 알려 주는 주소입니다. 이 콘솔에 접속하는 사람이 그 비밀을 읽을 수 있습니다.",
                    "Clouds tell machines their secrets there; whoever reaches this console reads them."))
        }
    }
}
