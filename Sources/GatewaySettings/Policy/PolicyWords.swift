import GatewayIdentity
import GatewayPolicy

// The words that several sections of a policy share.

extension YAMLCursor {
    /// A name of the author's choice: `nct-staff`, `internal`.
    private func name<Name>(_ make: (String) -> Name) -> Name? {
        parsed("a name of 1 to 64 of a-z, 0-9, - and _, starting with a letter") { text in
            guard (1...64).contains(text.utf8.count), let first = text.utf8.first, (0x61...0x7A).contains(first),
                text.utf8.allSatisfy({
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
                })
            else { return nil }
            return make(text)
        }
    }

    func policyName<Named>(of: Named.Type) -> PolicyName<Named>? { name(PolicyName<Named>.init) }
    func roleName() -> RoleName? { name(RoleName.init) }
    func consoleID() -> ConsoleID? { name(ConsoleID.init) }

    func actions() -> ActionSet? { set(of: "actions") { $0.choice(Action.self) }.map { ActionSet($0) } }
    func methods() -> Set<RequestMethod>? { set(of: "methods") { $0.method() } }

    func method() -> RequestMethod? {
        parsed("a method in capitals") { text in
            (1...32).contains(text.utf8.count) && text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D })
                ? RequestMethod(text) : nil
        }
    }

    func paths() -> [PathPattern]? { list(of: "paths") { $0.path() } }

    func path() -> PathPattern? {
        guard let text = text("a path such as /project/**") else { return nil }
        do throws(PathPattern.Problem) {
            return try PathPattern(text)
        } catch {
            report(.badValue(text, expected: illustrated(error.expected)))
            return nil
        }
    }

    /// `totp`, or `{kind: totp, max_age: 10m}`.
    func factor() -> FactorRequirement? {
        guard case .mapping = value.content else { return choice(FactorName.self).map { FactorRequirement($0) } }
        guard let entry = mapping(.factor) else { return nil }
        let kind = entry.required("kind")?.choice(FactorName.self)
        let age = entry.required("max_age")?.duration()
        guard let kind, let age else { return nil }
        return FactorRequirement(kind, maximumAge: age)
    }

    /// `KR`; the nearest assigned code is named where one is not.
    func country() -> CountryCode? {
        guard let text = text("a country such as KR") else { return nil }
        if let country = CountryCode(text) { return country }
        let nearest = Spelling.nearest(to: text.uppercased(), among: CountryCode.all)
        report(
            .badValue(
                text,
                expected: "a country by ISO 3166-1 (two capital letters)"
                    + (nearest.map { " (did you mean '\($0)'?)" } ?? "")))
        return nil
    }

    func device() -> DeviceID? {
        parsed("a terminal's name in the list of assets: 1 to 64 of A-Z, a-z, 0-9, ., _, : and -", DeviceID.init)
    }

    func date() -> CivilDate? { parsed("a date such as 2026-12-25", CivilDate.init) }

    func network() -> CIDRBlock? {
        parsed("a network such as 10.20.0.0/16, without host bits", CIDRBlock.init)
    }
}

extension YAMLMapping {
    /// Names of approvals; none where the key is left out, `nil` when it is wrong.
    func approvalNames(_ key: String) -> Set<ApprovalName>? {
        guard let cursor = optional(key) else { return [] }
        return cursor.set(of: "approvals") { $0.policyName(of: Approval.self) }
    }

    /// Everything where the key is left out; `nil` when it is wrong.
    func selection<Element: Hashable & Sendable>(_ key: String, _ read: (YAMLCursor) -> Element?)
        -> Selection<Element>?
    {
        guard let cursor = optional(key) else { return .all }
        return cursor.set(of: key, read).map { .only($0) }
    }

    /// `storage` and `monitor`.
    func obligations() -> Obligations? {
        let storage = optional("storage").map { $0.choice(Obligations.Storage.self) } ?? .allow
        let monitored = optional("monitor").map { $0.flag() } ?? false
        guard let storage, let monitored else { return nil }
        return Obligations(storage: storage, monitored: monitored)
    }
}

extension PathPattern.Problem {
    fileprivate var expected: String {
        switch self {
        case .mustStartWithSlash: "a path: it starts with /"
        case .subtreeNotLast: "a path: ** stands only at the end"
        case .partialWildcard: "a path: * stands for a whole segment"
        case .neverMatches: "a path that can occur: no empty, . or .. segments"
        case .notDecodedPath: "a decoded path: without %, ?, #, ; and backslash"
        }
    }
}
