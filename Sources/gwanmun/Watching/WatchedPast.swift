import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy

/// The records that the watch reads again at a start: what people did for as long as rules remember, within bounds.
///
/// It is people's doings that are counted. Records of strangers, of whom anybody can make as many as they like, push nobody out.
struct WatchedPast: Hashable {
    /// The last record that is not read.
    let first: UInt64
    /// Somebody may have done something before that a rule ought to know.
    let isCut: Bool

    struct Bounds {
        /// People's doings.
        var deeds = 2_000_000
        /// All records.
        var records: UInt64 = 20_000_000
        /// Looked through at a time.
        var stretch: UInt64 = 1_000_000
    }

    struct Stretch {
        var deeds = 0
        /// When its first record was written.
        var oldest: UnixTime?
        /// What lies before it is not there any more.
        var isEnd = false
    }

    /// - Parameter count: reads the records behind `after`, up to `through`.
    static func find(
        upTo end: UInt64, at now: UnixTime, within bounds: Bounds = Bounds(),
        count: (_ after: UInt64, _ through: UInt64) throws -> Stretch
    ) rethrows -> WatchedPast {
        guard end > UInt64(bounds.deeds) else { return WatchedPast(first: 0, isCut: false) }
        var (first, deeds) = (end, 0)
        while first > 0, deeds < bounds.deeds, end - first < bounds.records {
            let start = first > bounds.stretch ? first - bounds.stretch : 0
            let found = try count(start, first)
            deeds += found.deeds
            first = start
            if let oldest = found.oldest, now - oldest >= WatchRule.longestMemory {
                return WatchedPast(first: first, isCut: false)
            }
            if found.isEnd { return WatchedPast(first: first, isCut: true) }
        }
        return WatchedPast(first: first, isCut: first > 0)
    }

    /// Of the trail in a folder. Blocks.
    static func find(
        in directory: String, upTo end: UInt64, at now: UnixTime, within bounds: Bounds = Bounds()
    ) throws(TrailCursor.Failure) -> WatchedPast {
        var scanner = RecordScanner([.account, .time])
        do {
            return try find(upTo: end, at: now, within: bounds) { after, through in
                var stretch = Stretch()
                var cursor = TrailCursor(directory: directory, after: after)
                while cursor.position < through {
                    do throws(TrailCursor.Failure) {
                        try cursor.next(through: through).forEach { _, _, line in
                            guard scanner.scan(line) else { return }
                            if scanner.value(.account, of: line) != nil { stretch.deeds += 1 }
                            if stretch.oldest == nil {
                                stretch.oldest = scanner.text(.time, of: line).flatMap(RFC3339.parse)
                            }
                        }
                    } catch .gone(_, let next?) {
                        stretch = Stretch(isEnd: true)
                        cursor.move(after: next - 1)
                    }
                }
                return stretch
            }
        } catch let failure as TrailCursor.Failure {
            throw failure
        } catch {
            throw .gone(sequence: end, next: nil)
        }
    }
}
