package import GatewayAccess
internal import GatewayIdentity
internal import GatewaySessions

/// Who was connected at the last look, and since which look each row is as it is.
struct LiveBoard {
    struct Entry {
        let row: LiveRow
        /// Counts looks.
        let version: UInt64
    }

    private(set) var version: UInt64 = 0
    /// In the order of rows.
    private(set) var entries: [Entry] = []

    mutating func put(_ rows: [LiveRow]) {
        version += 1
        let before = Dictionary(entries.map { ($0.row.key, $0) }) { first, _ in first }
        entries = rows.map { row in
            before[row.key].flatMap { $0.row == row ? $0 : nil } ?? Entry(row: row, version: version)
        }
    }
}

/// Rows that somebody is shown: so many, and how many more there are.
package struct LiveRowList: Sendable {
    package let rows: [LiveRow]
    package let leftOut: Int

    /// Rows of one answer; partners come first, so that it is others who are left out.
    package static let limit = 500

    package init(_ rows: [LiveRow], fitting filter: LiveFilter) {
        let fitting = rows.filter(filter.fits)
        self.rows = Array(fitting.prefix(Self.limit))
        leftOut = fitting.count - self.rows.count
    }
}

/// What one watcher was shown, and what follows from it.
struct LiveSight {
    let filter: LiveFilter
    /// Of the board; `nil`: nothing was shown yet.
    private(set) var version: UInt64?
    private var shown: Set<LiveRow.Key> = []
    private var shownLeftOut = 0

    init(_ filter: LiveFilter) { self.filter = filter }

    enum Turn {
        case snapshot([LiveRow], leftOut: Int)
        case change([LiveRow], gone: [LiveRow.Key], leftOut: Int)
    }

    /// `nil`: it is as it was.
    mutating func turn(to board: LiveBoard) -> Turn? {
        let fitting = board.entries.filter { filter.fits($0.row) }
        let kept = fitting.prefix(LiveRowList.limit)
        let leftOut = fitting.count - kept.count
        let keys = Set(kept.map(\.row.key))
        defer { (version, shown, shownLeftOut) = (board.version, keys, leftOut) }
        guard let version else { return .snapshot(kept.map(\.row), leftOut: leftOut) }
        let changed = kept.filter { $0.version > version || !shown.contains($0.row.key) }.map(\.row)
        let gone = shown.subtracting(keys)
        guard !changed.isEmpty || !gone.isEmpty || leftOut != shownLeftOut else { return nil }
        return .change(changed, gone: Array(gone), leftOut: leftOut)
    }
}

extension LiveRow.Key {
    /// `LiveRow.id`.
    var text: String {
        switch self {
        case .session(let id): id.description
        case .certificate(let fingerprint): "certificate:\(fingerprint.hex)"
        }
    }
}
