import GatewayIdentity

/// The limits of a grade that no policy can make longer than its ceiling.
///
/// Idle and absolute: SP 800-63B-4 (AAL2: 1 h and 24 h; AAL3: 15 min and 12 h), AAL3 for classified. The others are our choice, four times the
/// defaults of profile nct-2025-04, 2.2.
enum GradeLimit: String, CaseIterable {
    case idle, absolute
    case stepUp = "step_up"
    case revocationAge = "revocation_age"

    func value(in rules: GradeRules) -> Duration {
        switch self {
        case .idle: rules.limits.idle
        case .absolute: rules.limits.absolute
        case .stepUp: rules.limits.stepUp
        case .revocationAge: rules.revocationAge
        }
    }

    func ceiling(for grade: Grade) -> Duration {
        switch (self, grade) {
        case (.idle, .open), (.idle, .sensitive): .seconds(60 * 60)
        case (.idle, .classified): .seconds(15 * 60)
        case (.absolute, .open), (.absolute, .sensitive): .seconds(24 * 3600)
        case (.absolute, .classified): .seconds(12 * 3600)
        case (.stepUp, .open): .seconds(24 * 3600)
        case (.stepUp, .sensitive): .seconds(4 * 3600)
        case (.stepUp, .classified): .seconds(3600)
        case (.revocationAge, .open): .seconds(96 * 3600)
        case (.revocationAge, .sensitive): .seconds(16 * 3600)
        case (.revocationAge, .classified): .seconds(4 * 3600)
        }
    }
}

/// The loosest attempt limits that a policy can set (profile nct-2025-04, 2.1: "3 (max 5)" for classified; 10 in public Korean products).
struct LockoutFloor {
    let failures: Int
    let window = Duration.seconds(5 * 60)
    let lock = Duration.seconds(5 * 60)
    let disableFailures: Int

    init(isForClassified: Bool) {
        failures = isForClassified ? 5 : 10
        disableFailures = isForClassified ? 10 : 20
    }
}
