internal import GatewayAudit
internal import GatewayIdentity

struct RecordDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Record", "A record of the audit trail.",
        [
            .needed("seq", .sequence, "Its number in the trail."),
            .needed("event", .text(TextSchema(example: "6e1c9d207b3f4a58000000000001a2b3")), "Its `event_id`."),
            .needed("at", .text(TextSchema(example: "2026-12-01T09:00:00.123+09:00")), "Its `ts`."),
            .needed("type", .text(TextSchema(example: "access"))),
            .needed("outcome", .text(TextSchema(example: "success"))),
            .maybe("reason", .text(TextSchema(example: "default_deny"))),
            .maybe("account", .text(TextSchema(example: "kim-7f3a"))),
            .maybe("object", .text(TextSchema(example: "kim-7f3a")), "Whom or what it changed."),
            .maybe("upstream", .text(TextSchema(example: "fab"))),
            .maybe("source", .text(TextSchema(example: "10.20.0.5")), "The address."),
            .needed("masked", .flag, "Whether parts are hidden in it: then it has no digests either."),
            .needed("line", .text(TextSchema(example: "{\"seq\":7}")), "The record as it stands in the trail, JSON."),
        ])

    let seq: Int
    let event: String
    let at: String
    let type: String
    let outcome: String
    let reason: String?
    let account: String?
    let object: String?
    let upstream: String?
    let source: String?
    let masked: Bool
    let line: String

    init(_ whole: ParsedRecord, masked isMasked: Bool) {
        let record = isMasked ? RecordMask.masked(whole) : whole
        seq = record.sequence ?? 0
        event = record.text(.eventID) ?? ""
        at = record.text(.time) ?? ""
        type = record.text(.type) ?? ""
        outcome = record.text(.outcome) ?? ""
        reason = record.text(.reason)
        account = record.text(.account)
        object = record.text(.object)
        upstream = record.text(.upstream)
        source = record.text(.sourceAddress)
        masked = record != whole
        line = String(decoding: record.line, as: UTF8.self)
    }
}

struct RecordPageDocument: DeskDocument {
    static let schema = ObjectSchema(
        "RecordPage", "What a search found, the newest first.",
        [
            .needed("records", .list(of: .object(RecordDocument.self))),
            .maybe(
                "next", .text(TextSchema(example: "1-4711")), "For `before`, to go on. Absent: there is nothing older."),
            .needed("unread", .list(of: .text), "Parts of the trail that could not be looked at, and why."),
        ])

    let records: [RecordDocument]
    let next: String?
    let unread: [String]
}

struct RecordStoryDocument: DeskDocument {
    static let schema = ObjectSchema(
        "RecordStory", "A record, with those that say how it came to it.",
        [
            .needed("record", .object(RecordDocument.self)),
            .needed("chapters", .list(of: .object(Chapter.self))),
            .needed("unread", .list(of: .text), "Parts of the trail that could not be looked at, and why."),
        ])

    let record: RecordDocument
    let chapters: [Chapter]
    let unread: [String]

    struct Chapter: DeskDocument {
        static let schema = ObjectSchema(
            "RecordChapter", "Records that belong to it.",
            [
                .needed(
                    "kind", .choice(of: RecordStory.Kind.self),
                    "Of the same request; of its session; grants, roles and requests of the person up to then."),
                .needed("records", .list(of: .object(RecordDocument.self))),
            ])

        let kind: String
        let records: [RecordDocument]
    }

    init(_ story: RecordStory, masked: Bool) {
        record = RecordDocument(story.record, masked: masked)
        chapters = story.chapters.map { chapter in
            Chapter(
                kind: chapter.kind.rawValue, records: chapter.records.map { RecordDocument($0, masked: masked) })
        }
        unread = story.unread
    }
}

struct RecordExtractDocument: DeskDocument {
    static let schema = ObjectSchema(
        "RecordExtract", "A piece of the trail to be taken along.",
        [
            .needed("records", .list(of: .text), "The records that were asked for, each as it stands."),
            .needed(
                "omitted", .list(of: .text),
                "Of each record between them the proof that it is there: docs/audit-trail.md."),
            .needed(
                "deleted", .list(of: .text),
                "What is left of records between them that were deleted after their time: docs/audit-trail.md."),
            .needed("first", .sequence, "Of the records of this piece; 0: there is none."),
            .needed("last", .sequence),
            .maybe("prev_hash", .digest, "Of the record before the first."),
            .maybe("last_hash", .digest),
            .needed("goes_on", .flag, "Whether there is more behind `last`."),
            .needed("checkpoints", .list(of: .text), "Signed points of the chain in this piece."),
        ])

    let records: [String]
    let omitted: [String]
    let deleted: [String]
    let first: Int
    let last: Int
    let previousHash: String?
    let lastHash: String?
    let goesOn: Bool
    let checkpoints: [String]

    private enum CodingKeys: String, CodingKey {
        case records, omitted, deleted, first, last, checkpoints
        case previousHash = "prev_hash"
        case lastHash = "last_hash"
        case goesOn = "goes_on"
    }

    init(_ extract: RecordExtract) {
        records = extract.records
        omitted = extract.omitted
        deleted = extract.deleted
        first = Int(clamping: extract.first)
        last = Int(clamping: extract.last)
        previousHash = extract.previousHash
        lastHash = extract.lastHash
        goesOn = extract.goesOn
        checkpoints = extract.checkpoints
    }
}
