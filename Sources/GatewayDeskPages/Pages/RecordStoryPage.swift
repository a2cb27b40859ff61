import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity

/// One record: who, what, when, where and by whose approval, in words; then what belongs to it, then every field as it stands.
struct RecordStoryPage {
    let visit: DeskVisit
    let event: String

    private func say(_ words: Words) -> String { visit.say(words) }

    /// - Returns: `nil` when there is no such record.
    func page() async throws -> DeskPage? {
        let reader = try visit.reader()
        var criteria = RecordCriteria()
        criteria.eventID = event
        try await visit.administration.noteSearch(
            of: RecordQuery(criteria).digest, by: reader, requestID: visit.requestID)
        guard let story = try await RecordStory.tell(of: event, from: visit.records) else { return nil }
        let record = visit.mayChange ? story.record : RecordMask.masked(story.record)
        var page = DeskPage(record.type.map { say($0.words) } ?? say(FrameWords.records), at: .records)
        page.lead = record.time.map { RFC3339.string($0) }
        page.up = Link(say(FrameWords.records), .records)
        page.messages = RecordNotes.unread(story.unread, visit)
        var summary = Section("summary", say(RecordWords.summary), facts: RecordWordsOf(record, visit).facts)
        if record != story.record {
            summary.note = say(RecordWords.maskedHere)
            summary.more = LinkList([visit.change(RecordWords.unmask, .unmaskRecord(event))].compactMap(\.self))
        }
        page.sections = [summary]
        page.sections += story.chapters.map { chapter in
            RecordRow.section(
                chapter.kind.rawValue, chapter.kind.words, chapter.records, empty: RecordWords.none, for: visit)
        }
        page.sections.append(Section("fields", say(RecordWords.fields), facts: RecordFacts.facts(of: record)))
        return page
    }
}

/// The five questions a record answers, in words of the reader.
struct RecordWordsOf {
    private let record: ParsedRecord
    private let visit: DeskVisit

    init(_ record: ParsedRecord, _ visit: DeskVisit) {
        self.record = record
        self.visit = visit
    }

    /// What the record does not know is left out.
    var facts: [(String, [Piece])] {
        [
            (RecordWords.who, who), (RecordWords.what, what),
            (RecordWords.when, record.time.map { [visit.time($0)] } ?? []),
            (RecordWords.where, place), (RecordWords.outcome, outcome), (RecordWords.by, approval),
            (RecordWords.why, record.text(.statedReason).map { [.text($0)] } ?? []),
        ].filter { !$0.1.isEmpty }.map { (visit.say($0.0), $0.1) }
    }

    private var who: [Piece] {
        let account = record.text(.account).map { visit.person(AccountName(stored: $0)) }
        let local = record.integer(.localUser).map { Piece.code("uid:\($0)") }
        return [account, local].compactMap(\.self) + list(.roles).map { .tag($0) }
            + [record.text(.certificateSerial).map { .code("\(visit.say(RecordWords.certificate)) \($0)") }].compactMap(
                \.self)
    }

    private var what: [Piece] {
        let type = record.type.map { Piece.text(visit.say($0.words)) }
        let line = [record.text(.method), record.text(.path)].compactMap(\.self).joined(separator: " ")
        let object = [record.text(.objectType), record.text(.object), record.text(.change)].compactMap(\.self)
            .joined(separator: " ")
        return [
            type, record.text(.upstream).map { .link($0, .console(ConsoleID($0))) },
            line.isEmpty ? nil : .code(line), object.isEmpty ? nil : .code(object),
            record.text(.recipient).map { visit.person(AccountName(stored: $0)) },
        ].compactMap(\.self)
    }

    private var place: [Piece] {
        [RecordField.sourceAddress, .country, .zone, .device].compactMap { record.text($0).map { .code($0) } }
    }

    private var outcome: [Piece] {
        let outcome = record.text(.outcome).flatMap(Outcome.init).map { Piece.tag(visit.say($0.words), $0.tone) }
        return [outcome, record.text(.reason).map { .code($0) }, record.integer(.status).map { .code(String($0)) }]
            .compactMap(\.self)
    }

    /// The rule that decided, the grants and approvals it was decided on, the people who asked and allowed.
    private var approval: [Piece] {
        let named = [RecordField.rule, .applicant, .approver, .request].compactMap { field in
            record.text(field).map { Piece.code("\(field.rawValue)=\($0)") }
        }
        let held = [RecordField.writers, .grants, .approvals].compactMap { field in
            record[field].map { Piece.code("\(field.rawValue)=\($0.shown)") }
        }
        return named + held
    }

    private func list(_ field: RecordField) -> [String] {
        guard case .array(let values) = record[field] else { return [] }
        return values.map(\.shown)
    }
}
