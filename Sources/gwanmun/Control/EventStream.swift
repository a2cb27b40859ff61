/// Reads server-sent events (HTML § 9.2.6) out of the pieces that a connection brings.
struct EventStream {
    struct Event: Hashable, Sendable {
        /// `message` where it says nothing.
        var name = "message"
        var data = ""
        var id: String?
    }

    /// Of a line; ours are snapshots of 500 rows at most.
    private static let lineLimit = 8 * 1024 * 1024

    private var line: [UInt8] = []
    private var event = Event()
    private var hasData = false
    private var endedByReturn = false
    /// A line was longer than any of ours: nothing more is understood.
    private(set) var isBroken = false

    /// - Returns: the events that are whole by now.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes where !isBroken {
            switch byte {
            case UInt8(ascii: "\n"):
                // The second half of CR LF.
                if !endedByReturn { endLine(&events) }
                endedByReturn = false
            case UInt8(ascii: "\r"):
                endLine(&events)
                endedByReturn = true
            default:
                endedByReturn = false
                line.append(byte)
                isBroken = line.count > Self.lineLimit
            }
        }
        return events
    }

    private mutating func endLine(_ events: inout [Event]) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            if hasData { events.append(event) }
            event = Event()
            hasData = false
            return
        }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: name, as: UTF8.self) {
        case "event": event.name = text
        case "data":
            event.data += hasData ? "\n" + text : text
            hasData = true
        case "id": event.id = text
        // Comments, `retry`, and what is not known.
        case _: break
        }
    }
}
