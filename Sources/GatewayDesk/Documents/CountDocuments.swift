// What little some changes have to tell.

struct EndedSessionsDocument: DeskDocument {
    static let schema = ObjectSchema("EndedSessions", "How many sessions ended.", [.needed("ended", .count)])

    let ended: Int
}

struct ImportedTokensDocument: DeskDocument {
    static let schema = ObjectSchema("ImportedTokens", "How many tokens were taken in.", [.needed("imported", .count)])

    let imported: Int
}

struct KnownTokensDocument: DeskDocument {
    static let schema = ObjectSchema(
        "KnownTokens", "Serial numbers that are here already.", [.needed("serials", .list(of: .text))])

    let serials: [String]
}

struct WaitingResetDocument: DeskDocument {
    static let schema = ObjectSchema(
        "WaitingReset", "A reset that cannot be carried out yet.", [.needed("reset", .object(ResetDocument.self))])

    let reset: ResetDocument
}
