public import GatewayMetrics

/// Why an accepted connection was closed before it could ask for anything.
public enum RefusedConnection: Int, Label {
    case total
    case source
    /// A listed proxy did not say whose it is, or not in a way that can be read.
    case proxyHeader
    /// Nor did it in time.
    case proxyHeaderLate

    public static let labelName = "reason"

    init(_ refusal: ConnectionAdmission.Refusal) {
        self =
            switch refusal {
            case .total: .total
            case .source: .source
            }
    }

    public var text: String {
        switch self {
        case .total: "connections"
        case .source: "connections_per_source"
        case .proxyHeader: "proxy_header"
        case .proxyHeaderLate: "proxy_header_late"
        }
    }

    var limit: LimitHit? {
        switch self {
        case .total: .connections
        case .source: .connectionsPerSource
        case .proxyHeader: nil
        case .proxyHeaderLate: .handshakeTime
        }
    }
}
