public import GatewayMetrics

extension ListenerRole: Label {
    public static let labelName = "listener"
    public static var allCases: [ListenerRole] { [.gate, .desk] }

    public var ordinal: Int {
        switch self {
        case .gate: 0
        case .desk: 1
        }
    }

    public var text: String {
        switch self {
        case .gate: "gate"
        case .desk: "desk"
        }
    }
}
