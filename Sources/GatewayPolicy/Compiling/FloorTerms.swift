import GatewayIdentity

/// The limits that a floor can set, by the keys of the files. In seconds, and sessions.
enum FloorLimit: String, CaseIterable {
    case idle, absolute
    case stepUp = "step_up"
    case concurrent

    func value(in limits: RoleLimits) -> Int64? {
        switch self {
        case .idle: limits.idle?.wholeSeconds
        case .absolute: limits.absolute?.wholeSeconds
        case .stepUp: limits.stepUp?.wholeSeconds
        case .concurrent: limits.concurrent.map(Int64.init)
        }
    }

    func value(in limits: SessionLimits) -> Int64 {
        switch self {
        case .idle: limits.idle.wholeSeconds
        case .absolute: limits.absolute.wholeSeconds
        case .stepUp: limits.stepUp.wholeSeconds
        case .concurrent: Int64(limits.concurrent)
        }
    }

    func words(_ value: Int64) -> String {
        switch self {
        case .idle, .absolute, .stepUp: "\(rawValue) of at most \(value) s"
        case .concurrent: "at most \(value) sessions (concurrent)"
        }
    }
}

extension FactorRequirement {
    /// Whether whoever meets it meets the other too, and no later.
    ///
    /// - Parameter stepUp: how old any proof but the certificate's can be at most.
    func implies(_ other: Self, stepUp: Duration) -> Bool {
        guard name.implies(other.name) else { return false }
        guard let needed = other.maximumAge else { return true }
        let own: Duration? =
            switch name {
            case .certificate: maximumAge
            case .totp, .webauthn, .password, .recoveryCode, .second, .strong: min(maximumAge ?? stepUp, stepUp)
            }
        return own.map { $0 <= needed } ?? false
    }

    var words: String { "factor \(name.rawValue)" + (maximumAge.map { ", at most \($0.wholeSeconds) s old" } ?? "") }
}

extension Selection where Element: Comparable & CustomStringConvertible {
    /// Whether everything it selects is selected there too.
    func isWithin(_ other: Self) -> Bool {
        switch (self, other) {
        case (_, .all): true
        case (.all, .only): false
        case (.only(let mine), .only(let theirs)): mine.isSubset(of: theirs)
        }
    }

    func words(_ kind: String) -> String { "\(kind) " + listed.sorted().map(\.description).joined(separator: ", ") }
}
