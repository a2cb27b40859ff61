internal import GatewayIdentity

/// The lines behind the line of names, each judged by itself and all by their names.
struct RosterLines {
    let file: String
    let columns: [RosterFile.Column]

    func entries(of lines: ArraySlice<[CSVTable.Field]>) throws(RosterProblems) -> [RosterEntry] {
        var entries: [RosterEntry] = []
        var problems: [RosterProblem] = []
        var names: [AccountName: Int] = [:]
        var externalIDs: [String: Int] = [:]
        for line in lines where problems.count < RosterProblems.limit {
            var row = RosterRow(file: file, columns: columns, fields: line)
            guard let entry = row.entry() else {
                problems += row.problems
                continue
            }
            if let first = names.updateValue(entry.line, forKey: entry.name) {
                problems.append(row.problem(.name, "a second line for", expected: "one; the first is line \(first)"))
            }
            if let id = entry.externalID, let first = externalIDs.updateValue(entry.line, forKey: id) {
                problems.append(
                    row.problem(.externalID, "a second", expected: "one of each; the first is line \(first)"))
            }
            entries.append(entry)
        }
        guard problems.isEmpty else { throw RosterProblems(all: Array(problems.prefix(RosterProblems.limit))) }
        return entries
    }
}

/// One line on its way to a person.
struct RosterRow {
    private let file: String
    private let fields: [RosterFile.Column: CSVTable.Field]
    private let begin: TextPlace
    private(set) var problems: [RosterProblem] = []

    init(file: String, columns: [RosterFile.Column], fields: [CSVTable.Field]) {
        self.file = file
        begin = fields.first?.place ?? TextPlace()
        self.fields = Dictionary(zip(columns, fields)) { first, _ in first }
        if fields.count != columns.count {
            problems.append(
                RosterProblem(
                    file, begin, "\(fields.count) fields", expected: "\(columns.count), as the first line names"))
        }
    }

    /// - Returns: `nil` when there is a problem.
    mutating func entry() -> RosterEntry? {
        guard problems.isEmpty else { return nil }
        let name = accountName()
        let displayName = words(.displayName)
        let organisation = words(.organisation)
        let language = choice(.language, ["": Language.korean, "ko": .korean, "en": .english], expected: "ko or en")
        let isActive = choice(.active, ["": true, "true": true, "false": false], expected: "true or false")
        let roles = text(.roles).split(separator: " ").map { RoleName(String($0)) }
        let externalID = text(.externalID)
        if externalID.utf8.count > 200 { report(.externalID, "an identifier", expected: "at most 200 bytes") }
        guard problems.isEmpty, let name, let displayName, let organisation, let language, let isActive else {
            return nil
        }
        return RosterEntry(
            name: name, displayName: displayName, roles: Set(roles), organisation: organisation, language: language,
            isActive: isActive, externalID: externalID.isEmpty ? nil : externalID, line: begin.line)
    }

    func problem(_ column: RosterFile.Column, _ what: String, expected: String) -> RosterProblem {
        RosterProblem(file, fields[column]?.place ?? begin, what, value: text(column), expected: expected)
    }

    private mutating func accountName() -> AccountName? {
        do throws(AccountName.Problem) {
            return try AccountName(text(.name))
        } catch {
            switch error {
            case .malformed:
                report(.name, "a name", expected: "3 to 64 of a-z 0-9 . _ -, beginning with a letter")
            case .guessable:
                report(.name, "a name that anyone would try", expected: "something that cannot be guessed: kim-7f3a")
            }
            return nil
        }
    }

    private mutating func words(_ column: RosterFile.Column) -> String? {
        let words = text(column)
        let isPlain = words.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard !words.isEmpty, words.utf8.count <= 200, isPlain else {
            report(column, column.rawValue, expected: "1 to 200 bytes of text on one line")
            return nil
        }
        return words
    }

    private mutating func choice<Value>(
        _ column: RosterFile.Column, _ choices: [String: Value], expected: String
    ) -> Value? {
        guard let value = choices[text(column)] else {
            report(column, column.rawValue, expected: expected)
            return nil
        }
        return value
    }

    private mutating func report(_ column: RosterFile.Column, _ what: String, expected: String) {
        problems.append(problem(column, what, expected: expected))
    }

    private func text(_ column: RosterFile.Column) -> String { fields[column]?.text ?? "" }
}
