import Yams

/// Reads one YAML document into values with positions, and refuses what makes YAML say more than it shows: anchors, aliases, merge keys, tags,
/// duplicate keys (semantics 15).
struct YAMLDocument {
    /// A policy of 1000 rules has about 300 KiB.
    static let sizeLimit = 1 << 20

    private let file: String
    private let lines: [Substring.UnicodeScalarView]
    private let log: ProblemLog

    /// - Returns: `nil` when the log has been told why.
    static func read(_ text: String, file: String, log: ProblemLog) -> YAMLValue? {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard text.utf8.count <= sizeLimit else {
            log.report(.tooLarge(limit: sizeLimit), at: start)
            return nil
        }
        guard !text.unicodeScalars.contains("\u{FEFF}") else {
            log.report(.syntax("a byte order mark; save the file as UTF-8 without one"), at: start)
            return nil
        }
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if let odd = oddLineBreak(in: lines) {
            log.report(
                .syntax("a line break that is neither LF nor CR LF"), at: .init(file: file, line: odd + 1, column: 1))
            return nil
        }
        if let refused = refusedText(in: lines, of: file) {
            log.report(refused)
            return nil
        }
        do {
            try refuseAnchors(in: text)
            guard let root = try compose(yaml: text, .basic, .default, .utf8) else {
                log.report(.nothingThere, at: start)
                return nil
            }
            return YAMLDocument(file: file, lines: lines, log: log).value(of: root)
        } catch YamlError.composer(_, "found undefined alias", let mark, _) {
            log.report(.anchor, at: .init(file: file, line: mark.line, column: mark.column))
        } catch let error as YamlError {
            log.report(problem(of: error, in: file, lines))
        } catch {
            log.report(.syntax("\(error)"), at: start)
        }
        return nil
    }

    /// What aliases stand for is hashed and compared where it is a key, and can be larger than any memory and deeper than any stack: so no anchor
    /// may come to be known. With every `&` made a `*`, an anchor is an alias of nothing, at the same place, and nothing else that YAML reads changes
    /// its place or its kind.
    private static func refuseAnchors(in text: String) throws {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return }
        let anchorless = String(
            decoding: text.utf8.map { $0 == UInt8(ascii: "&") ? UInt8(ascii: "*") : $0 }, as: UTF8.self)
        _ = try compose(yaml: anchorless, .basic, .default, .utf8)
    }

    /// YAML 1.1 counts CR, NEL, LS and PS as line breaks; editors do not, and positions would be wrong.
    private static func oddLineBreak(in lines: [Substring.UnicodeScalarView]) -> Int? {
        lines.firstIndex { line in
            let body = line.last == "\r" ? line.dropLast() : line
            return body.contains { $0 == "\r" || $0 == "\u{85}" || $0 == "\u{2028}" || $0 == "\u{2029}" }
        }
    }

    /// What stands in no settings file, wherever it stands: characters that hide, and directives, which change how the rest is read.
    private static func refusedText(in lines: [Substring.UnicodeScalarView], of file: String) -> SettingsProblem? {
        for (index, line) in lines.enumerated() {
            if line.first == "%" { return .init(.directive, at: .init(file: file, line: index + 1, column: 1)) }
            guard let hiding = line.firstIndex(where: PlainSight.hides) else { continue }
            let column = line.distance(from: line.startIndex, to: hiding) + 1
            return .init(.hidden(line[hiding]), at: .init(file: file, line: index + 1, column: column))
        }
        return nil
    }

    private func value(of node: Node) -> YAMLValue? {
        let position = position(node.mark)
        guard permits(node, at: position) else { return nil }
        switch node {
        case .scalar(let scalar):
            return YAMLValue(content: .scalar(scalar.string, isPlain: scalar.style == .plain), position: position)
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            for item in sequence {
                // After an anchor nothing more is read: what its aliases stand for can be larger than any memory.
                guard let value = value(of: item) else { return nil }
                items.append(value)
            }
            return YAMLValue(content: .list(items), position: position)
        case .mapping(let mapping):
            var entries: [YAMLValue.Entry] = []
            for (key, item) in mapping {
                guard let entry = entry(key, item) else { return nil }
                entries.append(entry)
            }
            return YAMLValue(content: .mapping(entries), position: position)
        case .alias:
            log.report(.anchor, at: position)
            return nil
        }
    }

    private func entry(_ key: Node, _ item: Node) -> YAMLValue.Entry? {
        let position = position(key.mark)
        guard permits(key, at: position) else { return nil }
        guard case .scalar(let scalar) = key else {
            log.report(.keyNotText, at: position)
            return nil
        }
        if scalar.string == "<<", scalar.style == .plain {
            log.report(.mergeKey, at: position)
            return nil
        }
        guard let value = value(of: item) else { return nil }
        return .init(key: scalar.string, position: position, value: value)
    }

    /// A node with an anchor or a tag begins, in the text, with the sign of one.
    private func permits(_ node: Node, at position: SourcePosition) -> Bool {
        switch sign(at: position) {
        case "&", "*": log.report(.anchor, at: position)
        case "!": log.report(.tag, at: position)
        case nil where node.mark == nil: log.report(.syntax("a value without a place"), at: position)
        case _: return true
        }
        return false
    }

    private func sign(at position: SourcePosition) -> Unicode.Scalar? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        return lines[position.line - 1].dropFirst(position.column - 1).first
    }

    private func position(_ mark: Mark?) -> SourcePosition {
        SourcePosition(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private static func problem(of error: YamlError, in file: String, _ lines: [Substring.UnicodeScalarView])
        -> SettingsProblem
    {
        func at(_ mark: Mark) -> SourcePosition { SourcePosition(file: file, line: mark.line, column: mark.column) }
        switch error {
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates[0]
            return .init(
                .duplicateKey(key, first: at(context.mark)), at: secondPlace(of: key, after: at(context.mark), lines))
        case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level"):
            return .init(.tooDeep, at: at(mark))
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .init(.syntax("YAML: \(problem)"), at: at(mark))
        case .reader(let problem, _, _, _):
            return .init(.syntax("YAML: \(problem)"), at: .init(file: file, line: 1, column: 1))
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return .init(.syntax("\(error)"), at: .init(file: file, line: 1, column: 1))
        }
    }

    /// The parser tells only where a doubled key stands first. The other is the next one in the same column; in `{…}`, the next at all.
    private static func secondPlace(of key: String, after first: SourcePosition, _ lines: [Substring.UnicodeScalarView])
        -> SourcePosition
    {
        let wanted = Array(key.unicodeScalars)
        let isInBraces = stands(at: first, behind: "{,", in: lines)
        var next: SourcePosition?
        for number in first.line...max(first.line, lines.count) where lines.indices.contains(number - 1) {
            let line = Array(lines[number - 1])
            for start in line.indices where line[start...].starts(with: wanted) {
                let position = SourcePosition(file: first.file, line: number, column: start + 1)
                guard position > first,
                    line[(start + wanted.count)...].first(where: { !" \"'".unicodeScalars.contains($0) }) == ":"
                else { continue }
                if isInBraces || position.column == first.column { return position }
                next = next ?? position
            }
        }
        return next ?? first
    }

    /// Whether the last sign before a place, on its line, is one of these.
    private static func stands(at place: SourcePosition, behind signs: String, in lines: [Substring.UnicodeScalarView])
        -> Bool
    {
        guard lines.indices.contains(place.line - 1) else { return false }
        let before = lines[place.line - 1].prefix(place.column - 1).last { !" \"'".unicodeScalars.contains($0) }
        return before.map(signs.unicodeScalars.contains) ?? false
    }
}
