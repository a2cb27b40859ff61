internal import GatewayIdentity
internal import GatewayUpstreams

/// What one health check showed.
enum CheckFinding: Sendable {
    case status(Int)
    case failed(ForwardFailure)

    func passes(_ rules: HealthCheckRules) -> Bool {
        switch self {
        case .status(let status): rules.expected.contains(status)
        case .failed: false
        }
    }

    var words: String {
        switch self {
        case .status(let status): "status \(status)"
        case .failed(let failure): failure.reason.rawValue
        }
    }
}
