import GatewayMetrics

enum Colour: Int, Label {
    case red, green, blue

    static let labelName = "colour"
    var text: String { "\(self)" }
}

enum Size: Int, Label {
    case small, large

    static let labelName = "size"
    var text: String { "\(self)" }
}

/// Of many values, few of which ever occur.
enum Weather: Int, Label {
    case sun, rain

    static let labelName = "weather"
    static let isShownFromZero = false
    var text: String { "\(self)" }
}

extension [StrictReader.Family] {
    /// The value of one series; 0 when it does not stand there.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double {
        lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value ?? 0
    }

    func has(_ name: String, _ labels: [String: String] = [:]) -> Bool {
        contains { $0.samples.contains { $0.name == name && $0.labels == labels } }
    }
}
