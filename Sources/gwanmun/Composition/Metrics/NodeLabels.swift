import GatewayIdentity
import GatewayMetrics

/// What was shown in a login.
struct LoginFactor: Label, Hashable {
    /// `nil`: it did not get as far as a factor.
    let kind: FactorKind?

    static let labelName = "factor"
    static let allCases = [LoginFactor(kind: nil)] + FactorKind.allCases.map { LoginFactor(kind: $0) }

    var ordinal: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    var text: String { kind?.rawValue ?? "none" }
}

/// What came of it.
enum LoginResult: Label, Hashable {
    case accepted
    case refused(Reason)

    static let labelName = "result"
    static let isShownFromZero = false
    static let allCases = [.accepted] + Reason.allCases.map { LoginResult.refused($0) }

    var ordinal: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    var text: String {
        switch self {
        case .accepted: "ok"
        case .refused(let reason): reason.rawValue
        }
    }
}

/// What is read again while the node serves.
enum ReloadPart: Int, Label {
    /// `gwanmun.yaml` itself.
    case configuration
    case policy
    case trust
    case serverCertificates
    case countries

    static let labelName = "part"

    var text: String {
        switch self {
        case .configuration: "configuration"
        case .policy: "policy"
        case .trust: "trust"
        case .serverCertificates: "server_certificates"
        case .countries: "countries"
        }
    }
}

enum ReloadResult: Int, Label {
    case adopted
    /// The one before serves on.
    case refused

    static let labelName = "result"

    var text: String {
        switch self {
        case .adopted: "adopted"
        case .refused: "refused"
        }
    }
}
