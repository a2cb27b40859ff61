import GatewayAudit
import GatewayIdentity

/// One record as a row, with all its fields behind the time.
struct RecordRow {
    let cells: [[Piece]]

    init(_ visit: DeskVisit, _ whole: ParsedRecord) {
        let record = visit.mayChange ? whole : RecordMask.masked(whole)
        let when = record.time.map { visit.time($0) } ?? .text(visit.say(FrameWords.none))
        let type = record.type.map { visit.say($0.words) } ?? record.text(.type) ?? ""
        let outcome = record.text(.outcome).flatMap(Outcome.init).map { Piece.tag(visit.say($0.words), $0.tone) }
        let actor = record.text(.account).map { visit.person(AccountName(stored: $0)) }
        let object = record.text(.object).map { Piece.code($0) }
        let what = [record.text(.method), record.text(.path)].compactMap(\.self).joined(separator: " ")
        cells = [
            [when, .fold(visit.say(FrameWords.details), RecordFacts.lines(of: record))],
            [record.text(.eventID).map { .link(type, .record($0)) } ?? .text(type)],
            [outcome, record.text(.reason).map { .code($0) }].compactMap(\.self),
            [actor].compactMap(\.self),
            record.text(.upstream).map { [.link($0, .console(ConsoleID($0)))] } ?? [],
            (what.isEmpty ? [] : [.code(what)])
                + [object, record.text(.statedReason).map { .text($0) }].compactMap(\.self),
            record.text(.sourceAddress).map { [.code($0)] } ?? [],
        ]
    }

    /// A table of some.
    static func section(_ anchor: String, _ title: Words, _ records: [ParsedRecord], empty: Words, for visit: DeskVisit)
        -> Section
    {
        Section(
            anchor, visit.say(title),
            [
                visit.say(ColumnWords.at), visit.say(ColumnWords.event), visit.say(ColumnWords.outcome),
                visit.say(ColumnWords.actor), visit.say(ColumnWords.console), visit.say(ColumnWords.what),
                visit.say(ColumnWords.source),
            ], records.map { RecordRow(visit, $0).cells }, empty: visit.say(empty))
    }
}

/// What a record says, as it says it.
enum RecordFacts {
    static func lines(of record: ParsedRecord) -> [Piece.Fold.Line] {
        record.members.map { .init(foldTerm: $0.name, foldText: $0.value.shown) }
    }

    static func facts(of record: ParsedRecord) -> [(String, [Piece])] {
        record.members.map { ($0.name, [.code($0.value.shown)]) }
    }
}

extension JSONValue {
    var shown: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .array(let values): values.map(\.shown).joined(separator: ", ")
        case .object(let members): members.map { "\($0.name)=\($0.value.shown)" }.joined(separator: " ")
        }
    }
}
