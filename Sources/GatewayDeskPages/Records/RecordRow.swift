import GatewayAudit
import GatewayIdentity

/// One record as a row, with all its fields behind the time.
struct RecordRow {
    let cells: [[Piece]]

    init(_ visit: DeskVisit, _ record: ParsedRecord) {
        let when = record.time.map { visit.time($0) } ?? .text(visit.say(FrameWords.none))
        let type = record.type.map { visit.say($0.words) } ?? record.text(.type) ?? ""
        let outcome = record.text(.outcome).flatMap(Outcome.init).map { Piece.tag(visit.say($0.words), $0.tone) }
        let actor = record.text(.account).map { visit.person(AccountName(stored: $0)) }
        let object = record.text(.object).map { Piece.code($0) }
        let what = [record.text(.method), record.text(.path)].compactMap(\.self).joined(separator: " ")
        cells = [
            [when, .fold(visit.say(FrameWords.details), Self.fields(of: record, for: visit))],
            [.text(type)], [outcome, record.text(.reason).map { .code($0) }].compactMap(\.self),
            [actor].compactMap(\.self),
            record.text(.upstream).map { [.link($0, .console(ConsoleID($0)))] } ?? [],
            (what.isEmpty ? [] : [.code(what)])
                + [object, record.text(.statedReason).map { .text($0) }].compactMap(\.self),
            record.text(.sourceAddress).map { [.code(visit.mayChange ? $0 : Masking.address($0))] } ?? [],
        ]
    }

    /// As they stand, but for addresses that this reader sees in part.
    private static func fields(of record: ParsedRecord, for visit: DeskVisit) -> [Piece.Fold.Line] {
        record.members.map { member in
            let text = member.value.shown
            let isHidden = member.name == RecordField.sourceAddress.rawValue && !visit.mayChange
            return .init(foldTerm: member.name, foldText: isHidden ? Masking.address(text) : text)
        }
    }
}

extension JSONValue {
    fileprivate var shown: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .array(let values): values.map(\.shown).joined(separator: ", ")
        case .object(let members): members.map { "\($0.name)=\($0.value.shown)" }.joined(separator: " ")
        }
    }
}
