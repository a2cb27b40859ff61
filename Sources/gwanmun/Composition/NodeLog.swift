import GatewayIdentity
import Logging

/// The node's own log: one line each on standard error, time first, fields as `name=value`.
enum NodeLog {
    static func make() -> Logger { Logger(label: "gwanmun") { _ in LineLogHandler() } }
}

/// Writes `2026-11-22T10:00:00.123+09:00 notice serving gate=https://…`. Control characters are escaped: a value cannot forge a line.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "\(RFC3339.string(SystemClock.now())) \(event.level.rawValue) \("\(event.message)".onOneLine)"
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, new in new }).sorted(by: {
            $0.key < $1.key
        }) {
            line += " \(key)=\(Self.quoted("\(value)"))"
        }
        Terminal.error(line)
    }

    private static func quoted(_ value: String) -> String {
        let text = value.onOneLine
        return text.isEmpty || text.contains(" ") || text.contains("\"")
            ? "\"" + text.replacing("\"", with: "\\\"") + "\"" : text
    }
}
