import GatewayAccess
import GatewayIdentity

/// The texts of a row's fields; `live.js` makes the same of the same JSON.
enum LiveText {
    /// `2026-11-23 17:10:03` of RFC 3339 in Korean time.
    static func time(_ text: String) -> String { "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))" }

    /// `999 B`, `1.2 kB`, `3.4 MB`: powers of a thousand, cut.
    static func bytes(_ count: Int) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var (tenths, unit) = (count / 100, 0)
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        while tenths >= 10_000, unit < units.count - 1 { (tenths, unit) = (tenths / 1000, unit + 1) }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    static func places(_ row: LiveRow, _ texts: LiveTexts) -> String {
        let places = row.places.map { place in
            switch place {
            case .console(let id, let grade): "\(id.text) (\(letter(grade)))"
            case .gate: texts.gate
            case .desk: texts.desk
            }
        }
        let alone = row.session == nil ? [texts.alone] : []
        return (places + ["\(texts.connections) \(row.connections)"] + alone).joined(separator: ", ")
    }

    private static func letter(_ grade: Grade) -> String {
        switch grade {
        case .open: "O"
        case .sensitive: "S"
        case .classified: "C"
        }
    }

    static func stream(_ stream: LiveStream, _ texts: LiveTexts) -> String {
        "\(texts.name(of: stream.kind)) \(stream.console.text): \(texts.received) \(bytes(stream.bytesIn)), \(texts.sent) \(bytes(stream.bytesOut))"
    }

    /// `17:10:03 fab GET /p-17 permit`, or `17:10:03 login_failed factor_failed`.
    static func action(_ action: LiveAction) -> String {
        let what =
            action.method == nil
            ? [action.type, action.reason]
            : [action.console?.text, action.method, action.path, action.decision, action.reason]
        return ([String(time(action.at).dropFirst(11))] + what.compactMap(\.self)).joined(separator: " ")
    }

    static func holds(_ row: LiveRow, _ texts: LiveTexts) -> String {
        let grants = (row.person?.grants ?? []).map { "\(texts.until) \(time(RFC3339.string($0.until)))" }
        let measures = (row.person?.measures ?? []).map { measure in
            switch measure {
            case .locked: texts.lock
            case .grantPaused: texts.paused
            }
        }
        return (grants + measures).joined(separator: "; ")
    }
}
