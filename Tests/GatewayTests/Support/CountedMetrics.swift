import GatewayMetrics

@testable import Gateway

extension LoopContext {
    /// One number as a collector would be shown it; 0 when it does not stand there.
    func counted(_ name: String, _ labels: [String: String] = [:]) -> Double {
        let text = Exposition.text(of: node.metrics.families, as: .text)
        let wanted = name + labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            let series = line[..<space].filter { $0 != "{" && $0 != "}" }
            if series == wanted { return Double(line[line.index(after: space)...]) ?? .nan }
        }
        return 0
    }
}

extension Conversation {
    func counted(_ name: String, _ labels: [String: String] = [:]) -> Double { context.counted(name, labels) }

    func requests(_ console: String, _ decision: String, _ status: String) -> Double {
        counted("gwanmun_requests_total", ["console": console, "decision": decision, "status": status])
    }
}
