import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewayStore

/// An approval that a rule asks for: by the person, or by a security administrator for them.
struct NewApprovalOrder: DeskOrder {
    var place: MenuPlace { .approvals }
    var right: DeskRight { .takePart }
    var words: OrderWords { ApprovalWords.newApproval }
    var home: DeskPath { .approval(.list) }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        let approvals = visit.services.access.policy.definition.approvals
        let names = approvals.filter { $1.document == nil || !$1.approvers.isEmpty }.keys.sorted()
        return [
            FieldSpec("user", ApprovalWords.person, .line(64)),
            FieldSpec("name", ApprovalWords.approval, .choice(names.map { ($0.text, $0.text) })),
            FieldSpec(
                "consoles", FieldWords.consoles, .line(1000), hint: ApprovalWords.leftOutForAll, isRequired: false),
            FieldSpec("from", FieldWords.from, .instant, hint: FrameWords.koreanTime),
            FieldSpec("to", FieldWords.to, .instant, hint: FrameWords.koreanTime),
        ]
    }

    func initial(_ visit: DeskVisit) async throws -> Entries { Entries(["user": visit.person.account.text]) }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let consoles = entries.list("consoles").map(ConsoleID.init)
        let approval = try await visit.administration.requestApproval(
            NewApproval(
                account: AccountName(stored: try entries.required("user")),
                name: ApprovalName(try entries.required("name")),
                consoles: consoles.isEmpty ? .all : .only(Set(consoles)),
                from: try entries.instant("from"), to: try entries.instant("to")), mandate)
        return .done(approval.decision == nil ? .asked : .carriedOut)
    }
}

/// One person's word on a request.
struct ApprovalOrder: DeskOrder {
    let kind: ApprovalOrderKind
    let id: String

    var place: MenuPlace { .approvals }
    var right: DeskRight { .takePart }
    var words: OrderWords { kind.words }
    var subject: String? { id }
    var home: DeskPath { .approval(.one(id)) }
    var isGrave: Bool { kind != .approve }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch kind {
        case .approve:
            let approval = try await visit.administration.approveApproval(id, mandate)
            return .done(approval.decision == nil ? .voted : .carriedOut)
        case .reject: _ = try await visit.administration.rejectApproval(id, mandate)
        case .withdraw: _ = try await visit.administration.withdrawApproval(id, mandate)
        }
        return .done(.carriedOut)
    }
}

/// A partner grant, with all that it is narrowed to: by the sponsor, or a security administrator.
struct GrantRequestOrder: DeskOrder {
    var place: MenuPlace { .approvals }
    var right: DeskRight { .takePart }
    var words: OrderWords { ApprovalWords.newGrant }
    var home: DeskPath { .approval(.list) }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        func narrowed(_ name: String, _ label: Words) -> FieldSpec {
            FieldSpec(name, label, .line(1000), hint: ApprovalWords.leftOutForRules, isRequired: false)
        }
        return [
            FieldSpec("users", ApprovalWords.persons, .line(1000), hint: FrameWords.separately),
            FieldSpec("consoles", FieldWords.consoles, .line(1000), hint: FrameWords.separately),
            FieldSpec("paths", ApprovalWords.paths, .lines(16_384), hint: ApprovalWords.exactPaths),
            narrowed("methods", ApprovalWords.methods),
            FieldSpec(
                "ceiling", ApprovalWords.ceiling,
                .choice(
                    Grade.allCases.reversed().map { ($0.rawValue, GradeView.name(of: $0, in: visit.language)) })),
            narrowed("windows", ColumnWords.windows), narrowed("countries", ApprovalWords.countries),
            narrowed("zones", ColumnWords.zones), narrowed("devices", ApprovalWords.devices),
            FieldSpec(
                "kind", FieldWords.grantKind,
                .choice(PartnerGrant.Kind.allCases.map { ($0.rawValue, visit.say($0.words)) })),
            FieldSpec("reference", FieldWords.exportReference, .line(200)),
            FieldSpec("sponsor", FieldWords.sponsor, .line(64)),
            FieldSpec("from", FieldWords.from, .instant, hint: FrameWords.koreanTime),
            FieldSpec("to", FieldWords.to, .instant, hint: FrameWords.koreanTime),
        ]
    }

    func initial(_ visit: DeskVisit) async throws -> Entries { Entries(["sponsor": visit.person.account.text]) }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let persons = entries.list("users").map { AccountName(stored: $0) }
        guard let first = persons.first else { throw FieldProblems("users", FieldWords.text200) }
        let grant = NewGrant(
            account: first, consoles: Set(entries.list("consoles").map(ConsoleID.init)),
            kind: entries["kind"].flatMap(PartnerGrant.Kind.init) ?? .exportApproval,
            reference: try entries.required("reference"), sponsor: AccountName(stored: try entries.required("sponsor")),
            from: try entries.instant("from"), to: try entries.instant("to"))
        _ = try await visit.administration.requestGrant(
            grant, with: Array(persons.dropFirst()), within: try entries.grantScope(), mandate)
        return .done(.asked)
    }
}

extension Entries {
    fileprivate func grantScope() throws(FieldProblems) -> GrantScope {
        GrantScope(
            paths: try selection("paths") { text in
                do throws(PathPattern.Problem) { return try PathPattern(text) } catch { return nil }
            },
            methods: try selection("methods") { text in
                text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? RequestMethod(text) : nil
            },
            ceiling: self["ceiling"].flatMap(Grade.init) ?? .classified,
            windows: try selection("windows") { WindowName($0) },
            countries: try selection("countries") { CountryCode($0) }, zones: try selection("zones") { ZoneName($0) },
            devices: try selection("devices") { DeviceID($0) })
    }

    /// Words between commas, spaces and ends of lines; at most as many as fit a record. None: not narrowed.
    private func selection<Element>(_ name: String, _ read: (String) -> Element?) throws(FieldProblems)
        -> Selection<Element>
    {
        let words = (values[name] ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
        guard !words.isEmpty else { return .all }
        let listed = words.compactMap(read)
        guard listed.count == words.count, words.count <= 64 else {
            throw FieldProblems(name, ApprovalWords.unreadable)
        }
        return .only(Set(listed))
    }
}
