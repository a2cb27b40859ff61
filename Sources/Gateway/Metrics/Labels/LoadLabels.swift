internal import GatewayMetrics

/// How far handshakes are.
enum HandshakePlace: Int, Label {
    case underWay
    /// For a turn, without a TLS object.
    case waiting

    static let labelName = "state"

    var text: String {
        switch self {
        case .underWay: "under_way"
        case .waiting: "waiting"
        }
    }
}

/// How an event loop keeps up.
struct PressureLabel: Label {
    let pressure: Pressure

    static let labelName = "pressure"
    static let allCases = Pressure.allCases.map { PressureLabel(pressure: $0) }

    var ordinal: Int { Int(pressure.rawValue) }
    var text: String {
        switch pressure {
        case .normal: "normal"
        case .strained: "strained"
        case .overloaded: "overloaded"
        }
    }
}
