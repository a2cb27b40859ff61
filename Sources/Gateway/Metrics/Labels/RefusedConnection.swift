public import GatewayMetrics

/// Why an accepted connection was closed before it could ask for anything.
public enum RefusedConnection: Int, Label {
    case total
    case source
    /// The loop is overloaded, and its source is nobody's that is known.
    case pressure
    /// Too many others wait for their turn to shake hands, or it waited too long.
    case handshakes
    /// A listed proxy did not say whose it is, or not in a way that can be read.
    case proxyHeader
    /// Nor did it in time.
    case proxyHeaderLate

    public static let labelName = "reason"

    /// `nil`: it was gone before.
    init?(_ refusal: EntranceRefusal) {
        switch refusal {
        case .slot(.total): self = .total
        case .slot(.source): self = .source
        case .pressure: self = .pressure
        case .gone: return nil
        }
    }

    public var text: String {
        switch self {
        case .total: "connections"
        case .source: "connections_per_source"
        case .pressure: "overloaded"
        case .handshakes: "handshakes"
        case .proxyHeader: "proxy_header"
        case .proxyHeaderLate: "proxy_header_late"
        }
    }

    var limit: LimitHit? {
        switch self {
        case .total: .connections
        case .source: .connectionsPerSource
        case .handshakes: .handshakes
        case .pressure, .proxyHeader: nil
        case .proxyHeaderLate: .handshakeTime
        }
    }
}
