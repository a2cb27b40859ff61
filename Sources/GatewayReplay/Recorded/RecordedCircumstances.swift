internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayPolicy

/// Who asked about which console, and under which circumstances, read back from a record that says that it holds all of it.
///
/// What such a record leaves out has its usual value (`DecisionInputs`); what it holds is taken as it is or not at all.
struct RecordedCircumstances {
    let subject: Subject
    let console: ConsoleID
    var circumstances: Circumstances

    init(_ inputs: [UInt8], at time: UnixTime) throws(Undecidable) {
        guard let record = inputs.withUnsafeBytes({ ParsedRecord(line: $0) }), let account = record.text(.account),
            let console = record.text(.upstream),
            let source = record.text(.sourceAddress).flatMap({ NetworkAddress($0) })
        else { throw .unreadable }
        self.console = ConsoleID(console)
        subject = Subject(
            account: AccountName(stored: account), roles: try Self.roles(record),
            condition: try Self.word(.accountState, of: record) ?? .active)
        circumstances = Circumstances(
            at: time, source: source, proofs: try Self.proofs(record),
            certificate: try Self.word(.certificateTie, of: record) ?? .same,
            grants: try Self.grants(record, for: self.console),
            approvals: try Self.approvals(record, for: self.console),
            country: try Self.country(record), device: try Self.device(record),
            label: try Self.word(.label, of: record), revocationKnownAt: try Self.revocationKnownAt(record))
    }

    /// Records that do not say it are older than the question.
    private static func revocationKnownAt(_ record: ParsedRecord) throws(Undecidable) -> UnixTime {
        guard let value = record[.revocationAsOf] else { throw .olderRecord }
        guard case .string(let text) = value, let time = RFC3339.parse(text) else { throw .unreadable }
        return time
    }

    /// `nil`: nobody knew.
    private static func country(_ record: ParsedRecord) throws(Undecidable) -> CountryCode? {
        guard let value = record[.country] else { return nil }
        guard case .string(let text) = value, let country = CountryCode(text) else { throw .unreadable }
        return country
    }

    /// A record names terminals from the site's list alone.
    private static func device(_ record: ParsedRecord) throws(Undecidable) -> DeviceTie {
        guard let value = record[.device] else { return .none }
        guard case .string(let text) = value, let device = DeviceID(text) else { throw .unreadable }
        return .designated(device)
    }

    private static func roles(_ record: ParsedRecord) throws(Undecidable) -> Set<RoleName> {
        guard case .array(let names) = record[.roles] else { throw .unreadable }
        var roles: Set<RoleName> = []
        for name in names {
            guard case .string(let text) = name else { throw .unreadable }
            roles.insert(RoleName(text))
        }
        return roles
    }

    /// `nil` when it is left out.
    private static func word<Word: RawRepresentable<String>>(_ field: RecordField, of record: ParsedRecord)
        throws(Undecidable) -> Word?
    {
        guard let value = record[field] else { return nil }
        guard case .string(let text) = value, let word = Word(rawValue: text) else { throw .unreadable }
        return word
    }

    private static func proofs(_ record: ParsedRecord) throws(Undecidable) -> [FactorProof] {
        let key = record.text(.certificateKey).flatMap { SHA256Digest(hex: $0) }
        // The certificate counts from the handshake of its connection, not from that of the login.
        let handshake = record.text(.handshakeAt).flatMap(RFC3339.parse)
        return try items(.factors, of: record) { (members) throws(Undecidable) in
            guard let kind = members.text("kind").flatMap(FactorKind.init(rawValue:)), let told = members.time("at")
            else {
                throw .unreadable
            }
            let at = kind == .certificate ? handshake ?? told : told
            if let id = members.text("id") {
                return FactorProof(kind: kind, authenticator: AuthenticatorID(id), at: at)
            }
            // The one that goes without saying.
            guard kind == .certificate, let key else { throw .unreadable }
            return FactorProof(kind: kind, authenticator: .certificate(key: key), at: at)
        }
    }

    private static func grants(_ record: ParsedRecord, for console: ConsoleID) throws(Undecidable) -> [Grant] {
        try items(.grants, of: record) { (members) throws(Undecidable) in
            guard let from = members.time("from"), let to = members.time("to") else { throw .unreadable }
            return Grant(id: members.text("id"), console: console, from: from, to: to, scope: try members.scope())
        }
    }

    private static func approvals(_ record: ParsedRecord, for console: ConsoleID) throws(Undecidable) -> [HeldApproval]
    {
        try items(.approvals, of: record) { (members) throws(Undecidable) in
            guard let name = members.text("name"), let from = members.time("from"), let to = members.time("to") else {
                throw .unreadable
            }
            return HeldApproval(ApprovalName(name), consoles: .only([console]), from: from, to: to)
        }
    }

    /// The objects of a list; none when it is left out.
    private static func items<Item>(
        _ field: RecordField, of record: ParsedRecord, _ read: ([JSONValue.Member]) throws(Undecidable) -> Item
    ) throws(Undecidable) -> [Item] {
        guard let value = record[field] else { return [] }
        guard case .array(let values) = value else { throw .unreadable }
        var items: [Item] = []
        for value in values {
            guard case .object(let members) = value else { throw .unreadable }
            items.append(try read(members))
        }
        return items
    }
}

extension [JSONValue.Member] {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = first(where: { $0.name == name })?.value else { return nil }
        return text
    }

    fileprivate func time(_ name: String) -> UnixTime? { text(name).flatMap(RFC3339.parse) }
}

extension [JSONValue.Member] {
    /// How far a grant reached; what is left out was not narrowed.
    fileprivate func scope() throws(Undecidable) -> GrantScope {
        GrantScope(
            paths: try selection("paths") { text in
                do throws(PathPattern.Problem) { return try PathPattern(text) } catch { return nil }
            },
            methods: try selection("methods") { RequestMethod($0) }, ceiling: try ceiling(),
            windows: try selection("windows") { WindowName($0) },
            countries: try selection("countries") { CountryCode($0) },
            zones: try selection("zones") { ZoneName($0) }, devices: try selection("devices") { DeviceID($0) },
            asks: try asks())
    }

    private func asks() throws(Undecidable) -> Set<ApprovalName> {
        switch try selection("asks", { ApprovalName($0) }) {
        case .all: []
        case .only(let names): names
        }
    }

    private func ceiling() throws(Undecidable) -> Grade {
        switch try selection("ceiling", { Grade(rawValue: $0) }) {
        case .all: return .classified
        case .only(let grades):
            guard let grade = grades.first, grades.count == 1 else { throw .unreadable }
            return grade
        }
    }

    private func selection<Word>(_ name: String, _ read: (String) -> Word?) throws(Undecidable)
        -> Selection<Word>
    {
        guard let value = first(where: { $0.name == name })?.value else { return .all }
        guard case .array(let words) = value else { throw .unreadable }
        var listed: Set<Word> = []
        for word in words {
            guard case .string(let text) = word, let element = read(text) else { throw .unreadable }
            listed.insert(element)
        }
        return .only(listed)
    }
}
