public import GatewayEvidence

/// A set of clauses in YAML, for `evidence export`. Strict: what shows a clause is one of the settings and counts that the program knows.
public enum EvidenceProfileFile {
    public static func read(path: String) throws(SettingsProblems) -> EvidenceProfile {
        let log = ProblemLog()
        let file = SettingsFile.read(path: path, name: path, log: log)
        try log.throwIfAny()
        return try read(file ?? SettingsFile(name: path, text: ""))
    }

    public static func read(_ file: SettingsFile) throws(SettingsProblems) -> EvidenceProfile {
        let log = ProblemLog()
        let root = YAMLDocument.read(file.text, file: file.name, log: log)
        let profile = root.flatMap { YAMLCursor(value: $0, log: log).evidenceProfile() }
        try log.throwIfAny()
        // Whatever could not be read has been reported.
        guard let profile else {
            throw SettingsProblems([.init(.nothingThere, at: .init(file: file.name, line: 1, column: 1))])
        }
        return profile
    }
}

extension YAMLCursor {
    fileprivate func evidenceProfile() -> EvidenceProfile? {
        guard let entry = mapping("a profile", keys: ["version", "profile", "title", "clauses"]) else { return nil }
        entry.requireVersion()
        let id = entry.required("profile")?.text("the name of the profile")
        let title = entry.required("title")?.bilingual()
        var seen: [String: SourcePosition] = [:]
        let clauses = entry.required("clauses")?.list(of: "clauses") { cursor -> EvidenceClause? in
            guard let clause = cursor.evidenceClause() else { return nil }
            if let first = seen[clause.id] {
                cursor.report(.definedTwice("clause \(clause.id)", first: first))
                return nil
            }
            seen[clause.id] = cursor.position
            return clause
        }
        guard let id, let title, let clauses else { return nil }
        return EvidenceProfile(id: id, title: title, clauses: clauses)
    }

    private func bilingual() -> Bilingual? {
        guard let entry = mapping("the same in both languages", keys: ["ko", "en"]) else { return nil }
        guard let korean = entry.required("ko")?.text(), let english = entry.required("en")?.text() else { return nil }
        return Bilingual(ko: korean, en: english)
    }

    private func evidenceClause() -> EvidenceClause? {
        let keys = [
            "id", "who", "state", "clause", "gateway", "settings", "counts", "reports", "needs", "none", "tests",
            "tags",
        ]
        guard let entry = mapping("a clause", keys: keys) else { return nil }
        let id = entry.required("id")?.text("the clause's number")
        let party = entry.required("who")?.choice(ClauseParty.self)
        let reach = entry.required("state")?.choice(ClauseReach.self)
        let text = entry.required("clause")?.bilingual()
        let gateway = entry.required("gateway")?.bilingual()
        let settings = entry.list("settings") { $0.choice(EvidenceSetting.self) }
        let counts = entry.list("counts") { $0.choice(EvidenceCount.self) }
        let reports = entry.list("reports") { $0.choice(EvidenceRegister.self) }
        let needs = entry.list("needs") { $0.evidenceNeed() }
        let none = entry.list("none") { $0.choice(EvidenceCount.self) }
        let tests = entry.list("tests") { $0.text("a test") }
        let tags = entry.list("tags") { $0.text("a control of another framework") }
        guard let id, let party, let reach, let text, let gateway, let settings, let counts, let reports,
            let needs, let none,
            let tests, let tags
        else { return nil }
        return EvidenceClause(
            id: id, party: party, reach: reach, text: text, gateway: gateway, settings: settings, counts: counts,
            reports: reports, needs: needs + none.map { .none($0) }, tests: tests, tags: tags)
    }

    /// Settings come first where both lists have the word.
    private func evidenceNeed() -> EvidenceNeed? {
        parsed("a setting or a count that shows a clause") { text in
            EvidenceSetting(rawValue: text).map { .setting($0) } ?? EvidenceCount(rawValue: text).map { .count($0) }
        }
    }
}

extension YAMLMapping {
    /// Empty where it is left out.
    fileprivate func list<T>(_ key: String, _ read: (YAMLCursor) -> T?) -> [T]? {
        guard let cursor = optional(key) else { return [] }
        return cursor.list(of: key, read)
    }
}
