internal import GatewayAccess
internal import GatewayIdentity

/// Writes what a watcher is told as server-sent events (HTML § 9.2.5): `snapshot` first, then `change` and `actions`. Every event has the place in the
/// trail up to which its reader has heard as `id`.
struct LivePen {
    /// Of one piece.
    static let actions = 50

    private let isMasked: Bool
    /// The last record that the reader has heard of.
    private(set) var sequence: UInt64
    private var bytes: [UInt8] = []

    init(isMasked: Bool, sequence: UInt64) {
        self.isMasked = isMasked
        self.sequence = sequence
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    mutating func write(_ turn: LiveSight.Turn) {
        switch turn {
        case .snapshot(let rows, let leftOut):
            // A client that lost its connection waits two seconds.
            bytes += Array("retry: 2000\n".utf8)
            write("snapshot", LiveDocument(rows, leftOut: leftOut, isMasked: isMasked))
        case .change(let rows, let gone, let leftOut):
            write("change", LiveDocument(rows, gone: gone, leftOut: leftOut, isMasked: isMasked))
        }
    }

    mutating func write(_ news: FittingNews, heardUpTo last: UInt64) {
        sequence = max(sequence, last)
        guard !news.actions.isEmpty else { return }
        write("actions", LiveActionsDocument(news))
    }

    /// A comment, so that nobody between takes the connection for dead.
    mutating func writeHeartbeat() { bytes += Array(":\n\n".utf8) }

    private mutating func write(_ event: String, _ document: some Encodable) {
        // What can be said in JSON can be encoded; a document of ours that cannot is not worth the connection.
        guard let data = try? DeskJSON.encode(document) else { return }
        bytes += Array("event: \(event)\nid: \(sequence)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }
}
