internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// A partner grant to be asked for, with all that it is narrowed to.
struct RequestGrant: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RequestGrant", "For whom, where, on what ground, from when until when, and what it is narrowed to.",
        [
            .needed(
                "users", .list(of: .account, atLeast: 1, atMost: Administration.mostPersons),
                "Persons of one partner, who are voted on together."),
            .needed("consoles", .list(of: .console, atLeast: 1)),
            .needed("kind", .choice(of: PartnerGrant.Kind.self)),
            .needed("reference", .short, "The number of the approval, 1 to 200 bytes."),
            .needed("sponsor", .account, "Who answers for them here."),
            .needed("from", .instant),
            .needed("to", .instant),
            .needed("paths", .some(.path), "Exact ones: no wildcards. Of at most 512 bytes each."),
            .maybe("methods", .some(.method)),
            .maybe("ceiling", .choice(of: Grade.self), "The highest grade of a console; `classified` by itself."),
            .maybe("windows", .some(.policyName), "Of the policy."),
            .maybe("countries", .some(.country)),
            .maybe("zones", .some(.policyName), "Of the policy."),
            .maybe("devices", .some(.device), "Designated terminals."),
            .reason,
        ])

    let users: [String]
    let consoles: [String]
    let kind: String
    let reference: String
    let sponsor: String
    let from: String
    let to: String
    let reason: String
    let paths: [String]
    let methods: [String]?
    let ceiling: String?
    let windows: [String]?
    let countries: [String]?
    let zones: [String]?
    let devices: [String]?

    /// At most as many as fit a record.
    fileprivate static let listed = 1...64

    func grant() throws(DeskProblem) -> NewGrant {
        guard let first = users.first else { throw .badRequest("'users' names the persons, one at least") }
        return try AddGrant(
            user: first, consoles: consoles, kind: kind, reference: reference, sponsor: sponsor, from: from, to: to,
            reason: reason
        ).grant()
    }

    /// Who is to have the same beside the first.
    var others: [AccountName] { users.dropFirst().map { AccountName(stored: $0) } }

    func scope() throws(DeskProblem) -> GrantScope {
        GrantScope(
            paths: try selection(paths, "paths", "a path of at most 512 bytes such as /p-17/drawings") { text in
                guard text.utf8.count <= 512 else { return nil }
                do throws(PathPattern.Problem) { return try PathPattern(text) } catch { return nil }
            },
            methods: try selection(methods, "methods", "a method in capitals") { text in
                (1...32).contains(text.utf8.count) && text.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
                    ? RequestMethod(text) : nil
            },
            ceiling: try readCeiling(),
            windows: try selection(windows, "windows", "a window of the policy") { WindowName($0) },
            countries: try selection(countries, "countries", "a country such as KR") { CountryCode($0) },
            zones: try selection(zones, "zones", "a zone of the policy") { ZoneName($0) },
            devices: try selection(devices, "devices", "a designated terminal's name") { DeviceID($0) })
    }

    private func readCeiling() throws(DeskProblem) -> Grade {
        guard let ceiling else { return .classified }
        guard let grade = Grade(rawValue: ceiling) else {
            throw .badRequest("'ceiling' is one of \(Grade.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return grade
    }

    private func selection<Element>(
        _ words: [String]?, _ name: String, _ expected: String, _ read: (String) -> Element?
    ) throws(DeskProblem) -> Selection<Element> {
        guard let words else { return .all }
        guard Self.listed.contains(words.count) else {
            throw .badRequest("'\(name)' lists 1 to \(Self.listed.upperBound), or is left out")
        }
        var listed: Set<Element> = []
        for word in words {
            guard let element = read(word) else { throw .badRequest("'\(name)': '\(word)' is not \(expected)") }
            listed.insert(element)
        }
        return .only(listed)
    }
}

extension ValueSchema {
    fileprivate static func some(_ item: ValueSchema) -> Self {
        .list(of: item, atLeast: RequestGrant.listed.lowerBound, atMost: RequestGrant.listed.upperBound)
    }
}
