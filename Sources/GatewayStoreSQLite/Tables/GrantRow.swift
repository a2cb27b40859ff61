internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// A grant whose consoles and terms, out of other tables, are still to come.
struct GrantRow {
    let id: String
    private let account: AccountName
    private let organisation: String?
    private let kind: PartnerGrant.Kind
    private let reference: String
    private let sponsor: AccountName
    private let from: UnixTime
    private let to: UnixTime
    private let ceiling: Grade
    private let progress: PartnerGrant.Progress
    private let request: String?
    private let pause: PartnerGrant.Ending?
    private let ending: PartnerGrant.Ending?

    /// - Parameter row: the columns of `Database.grantColumns`.
    init(_ row: NumberedColumns) throws {
        func ending(_ by: Int, _ at: Int) throws -> PartnerGrant.Ending? {
            guard let name = try row.optionalText(by) else { return nil }
            return .init(at: try row.time(at), by: AccountName(stored: name))
        }
        account = AccountName(stored: try row.text(0))
        id = try row.text(1)
        kind = try row.oneOf(PartnerGrant.Kind.self, 2)
        reference = try row.text(3)
        sponsor = AccountName(stored: try row.text(4))
        from = try row.time(5)
        to = try row.time(6)
        self.ending = try ending(7, 8)
        ceiling = try row.oneOf(Grade.self, 9)
        pause = try ending(10, 11)
        organisation = try row.optionalText(14)
        request = try row.optionalText(12)
        guard request != nil else {
            progress = .given
            return
        }
        guard try row.optionalText(13) != nil else {
            progress = .asked
            return
        }
        progress =
            switch try row.oneOf(ApprovalRequest.Verdict.self, 13) {
            case .given: .given
            case .rejected, .withdrawn: .refused
            }
    }

    func grant(on consoles: [ConsoleID], _ terms: [GrantTerm]) throws -> PartnerGrant {
        PartnerGrant(
            id: id, account: account, organisation: organisation, consoles: Set(consoles), kind: kind,
            reference: reference, sponsor: sponsor, from: from, to: to,
            scope: try GrantScope(terms, ceiling: ceiling), progress: progress, request: request, pause: pause,
            ending: ending)
    }
}

/// One thing that a grant is narrowed to, as a row holds it.
struct GrantTerm {
    enum Kind: String {
        case path, method, window, country, zone, device, ask
    }

    let kind: Kind
    let value: String

    /// Narrowed to nothing of its kind: no row at all would mean that it is not narrowed.
    static let nothing = ""
}

extension GrantScope {
    /// Everything but the ceiling.
    var terms: [GrantTerm] {
        func rows<Element>(_ kind: GrantTerm.Kind, _ selection: Selection<Element>, _ text: (Element) -> String)
            -> [GrantTerm]
        {
            switch selection {
            case .all: []
            case .only([]): [GrantTerm(kind: kind, value: GrantTerm.nothing)]
            case .only(let listed): listed.map { GrantTerm(kind: kind, value: text($0)) }
            }
        }
        return rows(.path, paths, \.text) + rows(.method, methods, \.description) + rows(.window, windows, \.text)
            + rows(.country, countries, \.text) + rows(.zone, zones, \.text) + rows(.device, devices, \.text)
            + asks.map { GrantTerm(kind: .ask, value: $0.text) }
    }

    /// - Throws: for what this version cannot read: a grant is not wider for it.
    init(_ terms: [GrantTerm], ceiling: Grade) throws {
        func selection<Element>(_ kind: GrantTerm.Kind, _ read: (String) -> Element?) throws -> Selection<Element> {
            let words = terms.filter { $0.kind == kind }
            guard !words.isEmpty else { return .all }
            return .only(
                Set(
                    try words.filter { $0.value != GrantTerm.nothing }.map { word in
                        guard let element = read(word.value) else {
                            throw StoreError.unreadable(.grant, "term \(kind.rawValue)")
                        }
                        return element
                    }))
        }
        self.init(
            paths: try selection(.path) { text in
                do throws(PathPattern.Problem) { return try PathPattern(text) } catch { return nil }
            },
            methods: try selection(.method) { RequestMethod($0) }, ceiling: ceiling,
            windows: try selection(.window) { WindowName($0) },
            countries: try selection(.country) { CountryCode($0) }, zones: try selection(.zone) { ZoneName($0) },
            devices: try selection(.device) { DeviceID($0) },
            asks: Set(terms.filter { $0.kind == .ask }.map { ApprovalName($0.value) }))
    }
}
