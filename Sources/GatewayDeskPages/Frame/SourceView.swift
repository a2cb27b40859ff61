/// The lines of a file with their numbers; beside another file, what came and what went.
struct SourceView: Sendable {
    struct Line: Sendable {
        /// In the file as it is; `nil` for a line that went.
        let number: Int?
        let lineText: String
        /// `added`, `removed`; `nil`: it stayed.
        let turn: String?
        /// Told to those who do not see colours.
        let turnText: String?
    }

    /// What it is called, for those who do not see it.
    let sourceName: String
    let lines: [Line]
}

/// Ways to show one of several.
struct TabList: Sendable {
    struct Tab: Sendable {
        let tabText: String
        let tabPath: String
        let isOpen: Bool
        /// What is to be said of it beside its name.
        let tabMark: String?
    }

    let tabs: [Tab]
}
