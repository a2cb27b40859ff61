import GatewayIdentity
import GatewayPolicy

/// A policy as a document for people (profile nct-2025-04, NCT2-4.2-C4): a chapter a console, in it a table of every role.
struct PolicyBook {
    private let policy: PolicySnapshot
    private let matrix: AccessMatrix
    private let words: PolicyBookWords

    init(_ policy: PolicySnapshot, in words: PolicyBookWords) {
        self.policy = policy
        self.words = words
        matrix = AccessMatrix(of: policy)
    }

    /// Markdown, a line each.
    var lines: [String] {
        let consoles = PolicyInventory(of: policy).consoles
        return [
            "# \(words.title)", "", words.origin(policy.profile.rawValue, policy.sha256.hex), "", words.preface, "",
        ]
            + zones + windows + consoles.flatMap { chapter(of: $0) } + exceptions
    }

    // MARK: Places and times

    private var zones: [String] {
        let zones = policy.definition.zones.sorted { $0.key < $1.key }
        guard !zones.isEmpty else { return [] }
        let rows = zones.map { name, zone in
            [
                name.text, zone.networks.map(\.description).joined(separator: ", "),
                zone.needs.sorted().map(words.approval).joined(separator: ", "),
            ]
        }
        return ["## \(words.zones)", ""] + table([words.zone, words.networks, words.needs], rows)
    }

    private var windows: [String] {
        let windows = policy.definition.windows.sorted { $0.key < $1.key }
        guard !windows.isEmpty else { return [] }
        let rows = windows.map { name, window in
            [
                name.text, window.days.sorted { $0.rawValue < $1.rawValue }.map(words.day).joined(separator: " "),
                window.hours.map(\.text).joined(separator: ", "), window.zone.text,
                window.holidays.sorted().map(\.description).joined(separator: ", "),
            ]
        }
        return ["## \(words.windows)", ""]
            + table([words.window, words.days, words.hours, words.offset, words.holidays], rows)
    }

    // MARK: Consoles

    private func chapter(of entry: PolicyInventory.Entry) -> [String] {
        let console = entry.console
        let cells = matrix.cells.filter { $0.console == console.id }
        return ["## \(words.console) \(console.id)", ""] + facts(of: entry).map { "- \($0.0): \(escaped($0.1))" } + [""]
            + table(words.columns, cells.flatMap(rows)) + denials(on: console.id)
    }

    private func facts(of entry: PolicyInventory.Entry) -> [(String, String)] {
        let console = entry.console
        let hosting = console.hosting
        var facts = [
            (words.hosts, console.hosts.map(\.text).joined(separator: ", ")), (words.owner, console.owner),
            (words.manager, console.manager), (words.grade, words.grade(entry.grade)),
        ]
        if entry.label != entry.grade { facts.append((words.label, words.grade(entry.label))) }
        if !entry.tags.isEmpty { facts.append((words.tags, entry.tags.map(\.text).joined(separator: ", "))) }
        if let level = hosting.protectionLevel { facts.append((words.protectionLevel, level)) }
        if let provider = hosting.provider {
            let place = [provider.region, provider.location].compactMap(\.self).joined(separator: ", ")
            facts.append(
                (
                    words.provider,
                    "\(provider.name) (\(words.kind(provider.kind)))" + (place.isEmpty ? "" : ", \(place)")
                ))
        }
        if let contract = hosting.contract, let reference = contract.reference {
            facts.append(
                (words.contract, reference + (contract.lastDay.map { ", \(words.until($0.description))" } ?? "")))
        }
        if let attested = hosting.doubleEncryption {
            facts.append((words.doubleEncryption, "\(attested.verifiedOn), \(attested.verifier)"))
        }
        if hosting.state != .active { facts.append((words.state, words.state(hosting.state))) }
        return facts
    }

    /// One for each rule that opens something to the role; one that says "nothing" where none does.
    private func rows(of cell: AccessMatrix.Cell) -> [[String]] {
        guard !cell.openings.isEmpty else {
            return [[cell.role.text, words.nothing] + Array(repeating: "–", count: words.columns.count - 2)]
        }
        return cell.openings.map { opening in
            [
                cell.role.text, opening.actions.elements.map(words.action).joined(separator: ", "), scope(of: opening),
                opening.factors.map(factor).joined(separator: ", "), places(of: opening),
                opening.windows.names?.joined(separator: ", ") ?? words.always,
                opening.approvals.map(words.approval).joined(separator: ", "), terms(of: opening), opening.rule.text,
            ]
        }
    }

    private func scope(of opening: Opening) -> String {
        let paths = opening.paths.map(\.text).joined(separator: ", ")
        return (opening.methods.map { $0.map(\.description).joined(separator: ", ") + " " } ?? "") + paths
    }

    private func factor(_ factor: FactorRequirement) -> String {
        words.factor(factor.name) + (factor.maximumAge.map { " (\(words.notOlder(than: words.duration($0))))" } ?? "")
    }

    private func places(of opening: Opening) -> String {
        var places = [opening.zones.names?.joined(separator: ", ") ?? words.anywhere]
        if let countries = opening.countries.names { places.append(words.countries(countries)) }
        switch opening.devices {
        case .any: break
        case .designated: places.append(words.designatedDevices)
        }
        return places.joined(separator: "; ")
    }

    private func terms(of opening: Opening) -> String {
        var terms = [
            words.idle(words.duration(opening.limits.idle)), words.longest(words.duration(opening.limits.absolute)),
            words.storage(opening.obligations.storage),
        ]
        if opening.obligations.monitored { terms.append(words.monitored) }
        return terms.joined(separator: "; ")
    }

    private func denials(on console: ConsoleID) -> [String] {
        let rules = matrix.denials[console] ?? []
        guard !rules.isEmpty else { return [] }
        return [words.denials, ""] + rules.map { "- \(escaped(words.denial($0)))" } + [""]
    }

    private var exceptions: [String] {
        let exceptions = policy.definition.exceptions.sorted { $0.key < $1.key }
        guard !exceptions.isEmpty else { return [] }
        return ["## \(words.exceptions)", ""] + exceptions.map { "- \(escaped(words.exception($0.key, $0.value)))" }
            + [""]
    }

    // MARK: Markdown

    private func table(_ headings: [String], _ rows: [[String]]) -> [String] {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule = line(headings.map { _ in "---" })
        return [line(headings), rule] + rows.map { line($0.map { $0.isEmpty ? "–" : escaped($0) }) } + [""]
    }

    /// What would be Markdown, or HTML, in a name that somebody wrote.
    private func escaped(_ text: String) -> String {
        text.onOneLine.reduce(into: "") { escaped, character in
            if "\\|*_`<>[]#".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
    }
}

extension MinuteRange {
    /// `08:00-19:00`.
    fileprivate var text: String {
        func clock(_ minute: Int) -> String {
            func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return padded(minute / 60) + ":" + padded(minute % 60)
        }
        return clock(from) + "-" + clock(to)
    }
}

extension FixedZone {
    /// `UTC+09:00`.
    fileprivate var text: String {
        let minutes = offsetMinutes.magnitude
        func padded(_ number: UInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "UTC\(offsetMinutes < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
