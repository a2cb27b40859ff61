import GatewayCertificates
import GatewayIdentity
import GatewayPolicy

/// Whether revocation lists are made as often as the grades of the consoles ask (`revocation_age`; compliance profile
/// nct-2025-04, vector V15).
struct RevocationAgeCheck {
    private let trust: TrustSnapshot?
    private let policy: PolicySnapshot?

    init(_ trust: TrustSnapshot?, _ policy: PolicySnapshot?) {
        self.trust = trust
        self.policy = policy
    }

    func findings(at now: UnixTime) -> [Finding] {
        guard let trust, let policy else { return [] }
        return trust.revocationLists.filter { $0.speaks(at: now) }.compactMap { finding(on: $0, policy, at: now) }
    }

    /// The strictest grade that is in use decides.
    private func finding(on list: RevocationListFacts, _ policy: PolicySnapshot, at now: UnixTime) -> Finding? {
        let grades = Set(policy.definition.consoles.compactMap { policy.grade(of: $0.id) })
        let asked = grades.compactMap { grade in
            policy.definition.grades[grade].map { (grade, age: $0.revocationAge) }
        }
        guard let strictest = asked.min(by: { $0.age < $1.age }) else { return nil }
        let age = strictest.age
        let advice = FindingText(
            "\(Self.shown(age, .korean))보다 짧은 간격으로 폐지목록을 발급하게 하고 타이머로 내려받거나, 'revocation_age'를 늘리십시오. 발급자: \(list.issuer)",
            "Fetch the list of \(list.issuer) more often than every \(Self.shown(age, .english)), by a timer, and have it made so often; or allow a higher 'revocation_age'."
        )
        let grade = PolicyBookWords(.korean).grade(strictest.0)
        let consequence = "\(grade) 콘솔은 \(Self.shown(age, .korean))보다 오래된 폐지목록으로는 아무도 받지 않습니다"
        if now - list.thisUpdate >= strictest.age {
            return Finding(
                .error, list.file,

                .init(
                    "\(RFC3339.string(list.thisUpdate))에 발급되었습니다. \(consequence)(revocation_unknown)",
                    "was made at \(RFC3339.string(list.thisUpdate)); consoles that count as \(strictest.0) take nobody by a list older than \(Self.shown(age, .english)) (revocation_unknown)"
                ),
                advice)
        }
        if list.end - list.thisUpdate > strictest.age {
            return Finding(
                .note, list.file,

                .init(
                    "다음 발급 예정이 \(RFC3339.string(list.end))입니다. \(consequence)",
                    "is to be replaced by \(RFC3339.string(list.end)); consoles that count as \(strictest.0) take nobody by a list older than \(Self.shown(age, .english))"
                ),
                advice)
        }
        return nil
    }

    private static func shown(_ age: Duration, _ language: Language) -> String {
        PolicyBookWords(language).duration(age)
    }
}
