import GatewaySettings
import Glibc

/// The field `host` of this node's records.
enum NodeName {
    /// As configured, or else as the system has it.
    static func of(_ configuration: GatewayConfiguration) -> String {
        configuration.auditTrail.host ?? ofMachine ?? "gwanmun"
    }

    /// As the system has it.
    static var ofMachine: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        let text = name.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? nil : text
    }
}
