internal import GatewayAuditFile

/// Holds the index against the segments that are there.
struct IndexedExtent {
    private let shelf: SegmentShelf

    init(_ shelf: SegmentShelf) { self.shelf = shelf }

    /// Drops runs of segments that are gone or others than they were, and those behind records that are there and not indexed. Where records were
    /// deleted in between, the index goes on behind them as the trail does.
    ///
    /// - Returns: the last record up to which everything is indexed.
    func trim(_ file: IndexFile) throws(IndexFailure) -> UInt64 {
        let runs = try file.runs().reversed()
        let segments = try names()
        var identities: [UInt64: SegmentIdentity] = [:]
        for segment in segments where runs.contains(where: { $0.segment == segment }) {
            identities[segment] = try identity(of: segment)
        }
        var known: Run?
        var dropped: [Int64] = []
        for run in runs {
            if identities[run.segment] == run.identity, try follows(run, known, segments) {
                known = run
            } else {
                dropped += [run.id ?? 0]
            }
        }
        if !dropped.isEmpty { try file.drop(dropped) }
        return known?.last ?? (segments.first ?? 1) - 1
    }

    /// Whether no record that is there lies between two runs, or before the first one.
    private func follows(_ run: Run, _ known: Run?, _ segments: [UInt64]) throws(IndexFailure) -> Bool {
        guard let known else { return run.first == segments.first }
        if known.last + 1 == run.first { return true }
        // Both at the edge of what is gone: nothing of the one's segment is behind it, and the other's is the next and begins with it.
        guard run.first == run.segment, segments.first(where: { $0 > known.segment }) == run.segment else {
            return false
        }
        return try length(of: known.segment) == known.end
    }

    private func length(of segment: UInt64) throws(IndexFailure) -> Int {
        do throws(FileFailure) {
            return try shelf.length(of: SegmentName(first: segment))
        } catch {
            throw .unavailable("\(error)")
        }
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
