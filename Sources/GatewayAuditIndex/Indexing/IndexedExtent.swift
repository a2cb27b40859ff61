internal import GatewayAuditFile

/// Holds the index against the segments that are there.
struct IndexedExtent {
    private let shelf: SegmentShelf

    init(_ shelf: SegmentShelf) { self.shelf = shelf }

    /// Drops runs of segments that are gone or others than they were, and those behind a hole.
    ///
    /// - Returns: the last record up to which everything is indexed.
    func trim(_ file: IndexFile) throws(IndexFailure) -> UInt64 {
        let runs = try file.runs().reversed()
        let segments = try names()
        var identities: [UInt64: SegmentIdentity] = [:]
        for segment in segments where runs.contains(where: { $0.segment == segment }) {
            identities[segment] = try identity(of: segment)
        }
        var known: UInt64?
        var dropped: [Int64] = []
        for run in runs {
            let isOurs = identities[run.segment] == run.identity
            let follows = known.map { $0 + 1 == run.first } ?? (run.first == segments.first)
            if isOurs, follows { known = run.last } else { dropped += [run.id ?? 0] }
        }
        if !dropped.isEmpty { try file.drop(dropped) }
        return known ?? (segments.first ?? 1) - 1
    }

    /// Runs of segments that are not there any more.
    func vanished(_ file: IndexFile) throws(IndexFailure) -> [Int64] {
        let segments = Set(try names())
        return try file.runs().filter { !segments.contains($0.segment) }.compactMap(\.id)
    }

    private func names() throws(IndexFailure) -> [UInt64] {
        do throws(FileFailure) { return try shelf.segments().map(\.first) } catch { throw .unavailable("\(error)") }
    }

    private func identity(of segment: UInt64) throws(IndexFailure) -> SegmentIdentity? {
        do throws(FileFailure) {
            return try shelf.identity(of: SegmentName(first: segment))
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
