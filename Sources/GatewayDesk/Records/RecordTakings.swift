package import GatewayAudit

/// Records that are taken along in one file, and what of the trail between them is not there.
package struct RecordTakings: Sendable {
    package enum Problem: Error {
        /// More than one file holds.
        case tooMany
        case search(RecordSearchProblem)
    }

    /// How much one file holds.
    package struct Limits: Sendable {
        let records: Int
        let bytes: Int

        package init(records: Int, bytes: Int) {
            self.records = records
            self.bytes = bytes
        }
    }

    /// As they stand, and in their places what was deleted.
    package let lines: [ExportedLine]
    package let end: ExtractEnd

    /// Goes through the trail to the end of what is asked for.
    ///
    /// Where the beginning of the trail was deleted, or all up to the time that is asked for, that is told too: it may have held what is asked for.
    package init(_ criteria: RecordCriteria, of search: any RecordSearch, limits: Limits) async throws(Problem) {
        var records: [String] = []
        var stretches: [DeletedStretch] = []
        var end = ExtractEnd()
        var bytes = 0
        var goesOn = true
        do throws(RecordSearchProblem) {
            while goesOn {
                let piece = try await search.extract(criteria, after: end.last)
                if end.first == 0 { end.first = piece.first }
                end.last = max(end.last, piece.last)
                end.omitted += piece.omitted.count
                records += piece.records
                bytes += piece.records.reduce(0) { $0 + $1.utf8.count }
                stretches += try Self.read(piece.deleted)
                goesOn = piece.goesOn && records.count <= limits.records && bytes <= limits.bytes
            }
            let begin = end.first
            if begin > 1, let before = try await search.deleted().first(where: { $0.last == begin - 1 }) {
                stretches.append(before)
                end.first = before.first
            }
        } catch {
            throw .search(error)
        }
        guard records.count <= limits.records, bytes <= limits.bytes else { throw .tooMany }
        end.records = records.count
        end.deleted = stretches.reduce(0) { $0 + $1.count }
        lines = ExportedLine.ordered(records, stretches)
        self.end = end
    }

    private static func read(_ lines: [String]) throws(RecordSearchProblem) -> [DeletedStretch] {
        var stretches: [DeletedStretch] = []
        for line in lines {
            guard let stretch = DeletedStretch(line: Array((line + "\n").utf8)) else {
                throw .unreadable("what is left of deleted records: \(line.prefix(100).debugDescription)")
            }
            stretches.append(stretch)
        }
        return stretches
    }
}
