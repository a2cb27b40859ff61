import GatewayAccess
import GatewayIdentity

/// What was found about files: what stands in the way, what is doubtful, what changes by them.
struct FindingSections {
    let visit: DeskVisit
    let examination: PolicyExamination
    /// `nil`: the files are not there any more.
    let findings: PolicyFindings?
    /// Names of the files, for the places in them.
    let files: [String]
    /// Where the files are shown; `nil`: places are told, and lead nowhere.
    let path: DeskPath?

    private func say(_ words: Words) -> String { visit.say(words) }

    var all: [Section] { [obstacles, doubts, changes] }

    private var obstacles: Section {
        Section(
            "errors", say(PolicyPageWords.errors), [say(PolicyPageWords.place), say(PolicyPageWords.found)],
            (examination.defects + examination.failingTests + examination.shutOut).map { line in
                let line = PolicyLine(line, of: files)
                return [place(line.place), [.text(line.words)]]
            }, empty: say(PolicyPageWords.noErrors))
    }

    /// With advice where there is any; an examination alone has no more than lines.
    private var doubts: Section {
        let remarks = findings?.remarks ?? []
        guard remarks.isEmpty else {
            return Section(
                "doubts", say(PolicyPageWords.doubts),
                [
                    say(PolicyPageWords.place), say(PolicyPageWords.found), say(PolicyPageWords.why),
                    say(PolicyPageWords.remedy),
                ],
                remarks.map { remark in
                    let advice = remark.advice(in: visit.language)
                    return [
                        place(PolicyLine(remark.position + ":", of: files).place) + [.code(remark.code)],
                        [.code(remark.place), .text(advice.finding)], [.text(advice.why)], [.text(advice.remedy)],
                    ]
                }, empty: say(PolicyPageWords.noDoubts))
        }
        return Section(
            "doubts", say(PolicyPageWords.doubts), [say(PolicyPageWords.place), say(PolicyPageWords.found)],
            examination.warnings.map { line in
                let line = PolicyLine(line, of: files)
                return [place(line.place), [.text(line.words)]]
            }, empty: say(PolicyPageWords.noDoubts))
    }

    private var changes: Section {
        ChangeSection(visit: visit, changes: findings?.changes ?? examination.changes).section
    }

    private func place(_ place: PolicyLine.Place?) -> [Piece] {
        guard let path else { return place.map { [.code($0.text)] } ?? [] }
        return visit.place(place, at: path)
    }
}

/// What one policy says otherwise than another, thing by thing.
struct ChangeSection {
    let visit: DeskVisit
    let changes: [PolicyAlteration]

    /// Things that a page shows.
    private static let limit = 500
    /// Keys of a thing that are named where it is folded up.
    private static let namedKeys = 4

    var section: Section {
        var section = Section(
            "changes", visit.say(PolicyPageWords.changes),
            [
                visit.say(PolicyPageWords.change), visit.say(PolicyPageWords.section), visit.say(PolicyPageWords.thing),
                visit.say(PolicyPageWords.keys),
            ],
            changes.prefix(Self.limit).map { change in
                [
                    [.tag(visit.say(change.change.words), change.change.tone)], [.code(change.section)],
                    [.code(change.name)], keys(of: change),
                ]
            }, empty: visit.say(PolicyPageWords.noChanges))
        if changes.count > Self.limit {
            section.note = FrameWords.shown(1, Self.limit, of: changes.count)[visit.language]
        }
        return section
    }

    private func keys(of change: PolicyAlteration) -> [Piece] {
        guard !change.values.isEmpty else { return [] }
        let names = change.values.map(\.key).joined(separator: ", ")
        let summary =
            change.values.count <= Self.namedKeys ? names : visit.say(PolicyPageWords.keyCount(change.values.count))
        return [.fold(summary, change.values.flatMap { lines(of: $0, in: change) })]
    }

    private func lines(of key: PolicyAlteration.Value, in change: PolicyAlteration) -> [Piece.Fold.Line] {
        let (before, after) = (
            key.before ?? visit.say(PolicyPageWords.nothingSaid), key.after ?? visit.say(PolicyPageWords.nothingSaid)
        )
        let was = Piece.Fold.Line(foldTerm: "\(key.key) (\(visit.say(PolicyPageWords.before)))", foldText: before)
        let now = Piece.Fold.Line(foldTerm: "\(key.key) (\(visit.say(PolicyPageWords.after)))", foldText: after)
        switch change.change {
        case .added: return [now]
        case .removed: return [was]
        case .changed: return [was, now]
        }
    }
}
