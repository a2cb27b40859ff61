import GatewayIdentity

/// Takes rules out of a policy's files, or narrows what they speak of, and leaves everything else as its author wrote it, comments included.
public struct RuleRewriting: Sendable {
    /// What becomes of one rule.
    public struct Cut: Hashable, Sendable {
        public let rule: String
        /// By key, what stands there from now on: `roles`, `consoles`, `paths`, `methods`. `nil`: the rule goes.
        public let values: [String: [String]]?

        public init(rule: String, values: [String: [String]]?) {
            self.rule = rule
            self.values = values
        }
    }

    public init() {}

    /// - Returns: `nil` when the file cannot be read as one of a policy.
    public func rewritten(_ text: String, named name: String, by cuts: [Cut]) -> String? {
        guard let root = YAMLDocument.read(text, file: name, log: ProblemLog()),
            case .mapping(let sections) = root.content
        else { return nil }
        guard let rules = sections.first(where: { $0.key == "rules" }), case .list(let items) = rules.value.content,
            !items.isEmpty
        else { return text }
        var file = EditedText(text)
        let end = sections.map(\.position.line).filter { $0 > rules.position.line }.min() ?? file.lines.count + 1
        var left = items.count
        for (index, item) in items.enumerated() {
            guard case .mapping(let entries) = item.content,
                let id = entries.first(where: { $0.key == "id" })?.value.scalar,
                let cut = cuts.first(where: { $0.rule == id })
            else { continue }
            let next = index + 1 < items.count ? items[index + 1].position.line : end
            guard let values = cut.values else {
                file.remove(item.position.line, before: next)
                left -= 1
                continue
            }
            for (key, listed) in values {
                guard let place = entries.firstIndex(where: { $0.key == key }) else { continue }
                let entry = entries[place]
                let after = entries.map(\.position.line).filter { $0 > entry.position.line }.min() ?? next
                file.replace(entry, before: min(after, next), with: listed)
            }
        }
        if left == 0 { file.empty(rules.position.line) }
        return file.text
    }
}

/// A file's lines with what is to be done to them; line numbers stay those of the file as it was.
private struct EditedText {
    var lines: [[Unicode.Scalar]]
    /// Gone, by number minus 1.
    private var removed: Set<Int> = []

    init(_ text: String) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    var text: String {
        var view = String.UnicodeScalarView()
        var isFirst = true
        for (index, line) in lines.enumerated() where !removed.contains(index) {
            if !isFirst { view.append("\n") }
            view.append(contentsOf: line)
            isFirst = false
        }
        return String(view)
    }

    /// An item of a block list, with the remark above it. What stands behind it and says nothing, blank lines and remarks, is about what follows.
    mutating func remove(_ line: Int, before next: Int) {
        var end = next - 1
        while end > line, isRemark(end) || isBlank(end) { end -= 1 }
        var start = line
        while start > 1, isRemark(start - 1) { start -= 1 }
        for number in start...end { removed.insert(number - 1) }
        // One blank line less, where two would meet.
        if start > 1, isBlank(start - 1), isBlank(end + 1) || end + 1 > lines.count { removed.insert(start - 2) }
    }

    mutating func replace(_ entry: YAMLValue.Entry, before next: Int, with listed: [String]) {
        let written = "[" + listed.map(Self.quoted).joined(separator: ", ") + "]"
        let (line, column) = (entry.value.position.line - 1, entry.value.position.column - 1)
        guard lines.indices.contains(line), lines[line].indices.contains(column) else { return }
        if lines[line][column] == "[" { return replaceFlow(line, column, with: written) }
        // A block list: its lines go, and the key gets one.
        let key = entry.position.line - 1
        lines[key] =
            Array(lines[key].prefix(entry.position.column - 1)) + Array("\(entry.key): \(written)".unicodeScalars)
        guard key + 1 < next - 1 else { return }
        for number in (key + 1)..<(next - 1) where !isRemark(number + 1) && !isBlank(number + 1) {
            removed.insert(number)
        }
    }

    /// From a bracket to the one that closes it, over lines if need be.
    private mutating func replaceFlow(_ line: Int, _ column: Int, with written: String) {
        var (at, depth, quote): (Int, Int, Unicode.Scalar?) = (column, 0, nil)
        for number in line..<lines.count {
            let scalars = lines[number]
            while at < scalars.count {
                let scalar = scalars[at]
                if let open = quote {
                    if scalar == open { quote = nil }
                } else if scalar == "\"" || scalar == "'" {
                    quote = scalar
                } else if scalar == "[" {
                    depth += 1
                } else if scalar == "]" {
                    depth -= 1
                    if depth == 0 {
                        lines[line] =
                            Array(lines[line].prefix(column)) + Array(written.unicodeScalars)
                            + Array(scalars.dropFirst(at + 1))
                        for gone in (line + 1)..<(number + 1) where gone > line { removed.insert(gone) }
                        return
                    }
                }
                at += 1
            }
            at = 0
        }
    }

    /// `rules:` with nothing below it is no list.
    mutating func empty(_ line: Int) { lines[line - 1] = Array("rules: []".unicodeScalars) }

    private func isBlank(_ number: Int) -> Bool {
        lines.indices.contains(number - 1) && lines[number - 1].allSatisfy { $0 == " " || $0 == "\r" }
    }

    private func isRemark(_ number: Int) -> Bool {
        lines.indices.contains(number - 1) && lines[number - 1].first { $0 != " " } == "#"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "/_.-*".unicodeScalars.contains($0)
        }
        return isPlain ? text : "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
