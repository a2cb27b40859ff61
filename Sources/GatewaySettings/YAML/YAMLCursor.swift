/// A value about to be read, with the log that hears what is wrong with it. Every reading gives `nil` after it has reported why.
struct YAMLCursor {
    let value: YAMLValue
    let log: ProblemLog
    /// The key it stands behind, where the vocabulary describes it.
    var key: VocabularyKey?

    var position: SourcePosition { value.position }

    func report(_ what: SettingsProblem.What) { log.report(what, at: position) }

    /// A mapping with fixed keys; any other key is reported with the nearest known one.
    ///
    /// - Parameter name: what it is, with its article: `a rule`.
    func mapping(_ name: String, keys: [String]) -> YAMLMapping? {
        guard case .mapping(let entries) = value.content else {
            report(.wrongShape(expected: "\(name): a mapping with the keys " + keys.joined(separator: ", ")))
            return nil
        }
        for entry in entries where !keys.contains(entry.key) {
            log.report(
                .unknownKey(entry.key, in: name, nearest: Spelling.nearest(to: entry.key, among: keys), known: keys),
                at: entry.position)
        }
        return YAMLMapping(name: name, position: position, entries: entries, log: log)
    }

    /// A mapping of the vocabulary.
    func mapping(_ described: VocabularyMapping) -> YAMLMapping? {
        mapping(described.name, keys: described.keys.map(\.name)).map {
            YAMLMapping(
                name: $0.name, position: $0.position, entries: $0.entries, log: $0.log, vocabulary: described)
        }
    }

    /// A mapping whose keys are names of the author's choice.
    func named(_ expected: String) -> [(name: YAMLCursor, value: YAMLCursor)]? {
        guard case .mapping(let entries) = value.content else {
            report(.wrongShape(expected: expected))
            return nil
        }
        return entries.map { entry in
            let key = YAMLValue(content: .scalar(entry.key, isPlain: false), position: entry.position)
            return (YAMLCursor(value: key, log: log), YAMLCursor(value: entry.value, log: log))
        }
    }

    func list(of expected: String) -> [YAMLCursor]? {
        guard case .list(let items) = value.content else {
            report(.wrongShape(expected: "a list of \(expected)" + (written.map { "; for example \($0)" } ?? "")))
            return nil
        }
        return items.map { YAMLCursor(value: $0, log: log, key: key) }
    }

    /// A list whose every item can be read; `nil` when one cannot.
    func list<T>(of expected: String, _ read: (YAMLCursor) -> T?) -> [T]? {
        guard let items = list(of: expected) else { return nil }
        let values = items.map(read)
        return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
    }

    /// The same, where naming one thing twice is a mistake.
    func set<T: Hashable>(of expected: String, _ read: (YAMLCursor) -> T?) -> Set<T>? {
        guard let items = list(of: expected) else { return nil }
        var values: Set<T> = []
        var isWhole = true
        for item in items {
            guard let value = read(item) else {
                isWhole = false
                continue
            }
            if !values.insert(value).inserted {
                item.report(.badValue(item.value.scalar ?? "\(value)", expected: "new in this list"))
                isWhole = false
            }
        }
        return isWhole ? values : nil
    }

    /// What is expected, with the key as it is written where the words show no example themselves.
    func illustrated(_ expected: String) -> String {
        guard let key, !key.kind.showsAnExample, let written else { return expected }
        return "\(expected); for example \(written)"
    }

    /// `excludes: [auditor]`, of keys that the vocabulary has an example of.
    private var written: String? { key.flatMap { key in key.example.map { "\(key.name): \($0)" } } }

    /// Text that is not empty.
    func text(_ expected: String = "text") -> String? {
        guard case .scalar(let text, let isPlain) = value.content else {
            report(.wrongShape(expected: illustrated(expected)))
            return nil
        }
        if isPlain, Spelling.isSexagesimal(text) {
            report(.unquotedTime(text))
            return nil
        }
        if let hiding = text.unicodeScalars.first(where: {
            PlainSight.hides($0) || $0 == "\n" || $0 == "\t" || $0 == "\r"
        }) {
            report(.badValue(text, expected: "\(expected), on one line and without \(PlainSight.codePoint(hiding))"))
            return nil
        }
        if text.isEmpty || isPlain && (text == "~" || text == "null") {
            report(.wrongShape(expected: "\(expected), not nothing"))
            return nil
        }
        return text
    }

    func parsed<T>(_ expected: String, _ parse: (String) -> T?) -> T? {
        guard let text = text(expected) else { return nil }
        guard let value = parse(text) else {
            report(.badValue(text, expected: illustrated(expected)))
            return nil
        }
        return value
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
        let known = Choice.allCases.map(\.rawValue)
        guard let text = text("one of " + known.joined(separator: ", ")) else { return nil }
        if let value = Choice(rawValue: text) { return value }
        let nearest = Spelling.nearest(to: text, among: known).map { " (did you mean '\($0)'?)" } ?? ""
        report(.badValue(text, expected: "one of " + known.joined(separator: ", ") + nearest))
        return nil
    }

    /// `true` or `false`; `yes`, `no`, `on` and `off` are text.
    func flag() -> Bool? { parsed("true or false") { $0 == "true" ? true : $0 == "false" ? false : nil } }

    func integer(_ range: ClosedRange<Int>) -> Int? {
        parsed("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Spelling.decimal(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// `90s`, `30m`, `12h`, `90d`, `1y` (365 days).
    func duration() -> Duration? {
        parsed("a duration such as 90s, 30m, 12h or 7d") { text in
            guard let unit = text.last, let count = Spelling.decimal(String(text.dropLast())), count <= 1_000_000 else {
                return nil
            }
            switch unit {
            case "s": return .seconds(count)
            case "m": return .seconds(count * 60)
            case "h": return .seconds(count * 3600)
            case "d": return .seconds(count * 86400)
            case "y": return .seconds(count * 365 * 86400)
            case _: return nil
            }
        }
    }
}

extension YAMLCursor {
    /// `512MiB`, `2GiB`: bytes.
    func size(atLeast least: Int) -> Int? {
        parsed("a size such as 512MiB or 2GiB, at least \(least >> 20)MiB") { text in
            for (unit, bits) in [("MiB", 20), ("GiB", 30)] where text.hasSuffix(unit) {
                guard let count = Spelling.decimal(String(text.dropLast(unit.count))), count <= 1_000_000 else {
                    return nil
                }
                return count << bits >= least ? count << bits : nil
            }
            return nil
        }
    }
}

/// A mapping with fixed keys.
struct YAMLMapping {
    let name: String
    let position: SourcePosition
    let entries: [YAMLValue.Entry]
    let log: ProblemLog
    /// What it is, where the vocabulary describes it; then no key is read that is not described.
    var vocabulary: VocabularyMapping?

    func optional(_ key: String) -> YAMLCursor? {
        let described = vocabulary?.key(key)
        assert(vocabulary == nil || described != nil, "'\(key)' of \(name) is not in the vocabulary")
        return entries.first { $0.key == key }.map { YAMLCursor(value: $0.value, log: log, key: described) }
    }

    func required(_ key: String) -> YAMLCursor? {
        let cursor = optional(key)
        if cursor == nil { log.report(.missingKey(key, in: name), at: position) }
        return cursor
    }

    /// Every file says which vocabulary it is written in.
    func requireVersion() {
        if let version = required("version"), let text = version.text("1, the only version"), text != "1" {
            version.report(.badValue(text, expected: "1, the only version"))
        }
    }

    /// A key that makes no sense beside the others.
    func refuse(_ key: String, because reason: String) {
        if let entry = entries.first(where: { $0.key == key }) {
            log.report(.notHere(key, because: reason), at: entry.position)
        }
    }
}
