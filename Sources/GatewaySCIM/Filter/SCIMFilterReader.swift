internal import GatewayJSON

/// Reads the grammar of RFC 7644 section 3.4.2.2: `or` binds less than `and`, `and` less than `not`.
struct SCIMFilterReader {
    private let text: String
    private var rest: Substring
    private var terms = 0

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    mutating func whole() throws(SCIMProblem) -> SCIMFilter {
        guard text.utf8.count <= SCIMFilter.sizeLimit else {
            throw SCIMProblem(.invalidFilter, "a filter has at most \(SCIMFilter.sizeLimit) bytes")
        }
        let filter = try disjunction(depth: 0)
        skipSpace()
        guard rest.isEmpty else { throw problem("something behind the filter") }
        return filter
    }

    /// `attr[filter].sub` of a PATCH operation: the filter between the brackets, and what comes behind them.
    static func bracketed(_ text: Substring) throws(SCIMProblem) -> (filter: SCIMFilter, rest: Substring) {
        var reader = SCIMFilterReader(String(text))
        let filter = try reader.disjunction(depth: 1)
        guard reader.take("]") else { throw SCIMProblem(.invalidPath, "the bracket of a path is not closed") }
        return (filter, reader.rest)
    }

    // MARK: Logic

    private mutating func disjunction(depth: Int) throws(SCIMProblem) -> SCIMFilter {
        var filter = try conjunction(depth: depth)
        while takeWord("or") { filter = .or(filter, try conjunction(depth: depth)) }
        return filter
    }

    private mutating func conjunction(depth: Int) throws(SCIMProblem) -> SCIMFilter {
        var filter = try factor(depth: depth)
        while takeWord("and") { filter = .and(filter, try factor(depth: depth)) }
        return filter
    }

    private mutating func factor(depth: Int) throws(SCIMProblem) -> SCIMFilter {
        guard depth <= SCIMFilter.depthLimit else { throw problem("too many parentheses within each other") }
        if takeWord("not") {
            guard take("(") else { throw problem("'not' without a parenthesis") }
            return .not(try enclosed(by: ")", depth: depth))
        }
        if take("(") { return try enclosed(by: ")", depth: depth) }
        return try term(depth: depth)
    }

    private mutating func enclosed(by end: Character, depth: Int) throws(SCIMProblem) -> SCIMFilter {
        let filter = try disjunction(depth: depth + 1)
        guard take(end) else { throw problem("'\(end)' is missing") }
        return filter
    }

    // MARK: Terms

    private mutating func term(depth: Int) throws(SCIMProblem) -> SCIMFilter {
        terms += 1
        guard terms <= SCIMFilter.termLimit else { throw problem("more than \(SCIMFilter.termLimit) comparisons") }
        skipSpace()
        let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_$.:".contains($0)) }
        guard let path = SCIMAttributePath(String(word)) else { throw problem("no attribute") }
        rest = rest.dropFirst(word.count)
        if rest.first == "[" {
            rest.removeFirst()
            return .element(path, try enclosed(by: "]", depth: depth))
        }
        if takeWord("pr") { return .present(path) }
        guard let comparison = SCIMFilter.Comparison.allCases.first(where: { takeWord($0.rawValue) }) else {
            throw problem("none of pr, eq, ne, co, sw, ew, gt, ge, lt, le")
        }
        return .compare(path, comparison, try value())
    }

    /// `false`, `null`, `true`, a number or a string, as JSON spells them.
    private mutating func value() throws(SCIMProblem) -> JSON {
        skipSpace()
        let spelled = rest.first == "\"" ? quoted() : rest.prefix { !" )]".contains($0) }
        guard let value = JSON(Array(spelled.utf8)) else { throw problem("no value of JSON") }
        switch value {
        case .object, .array: throw problem("a value that is not simple")
        case .string, .number, .bool, .null: break
        }
        rest = rest.dropFirst(spelled.count)
        return value
    }

    private func quoted() -> Substring {
        var isEscaped = false
        for index in rest.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if rest[index] == "\\" {
                isEscaped = true
            } else if rest[index] == "\"" {
                return rest[...index]
            }
        }
        return rest
    }

    // MARK: Letters

    private mutating func skipSpace() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// A word of the grammar, in any case, with something else behind it.
    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        guard rest.prefix(word.count).lowercased() == word else { return false }
        let next = rest.dropFirst(word.count).first
        guard next.map({ " ()[]\"".contains($0) }) ?? true else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    private func problem(_ what: String) -> SCIMProblem {
        SCIMProblem(.invalidFilter, "\(what), at character \(text.count - rest.count + 1)")
    }
}
