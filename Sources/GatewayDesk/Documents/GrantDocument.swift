internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

struct GrantDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Grant", "A permission of an external partner.",
        [
            .needed("id", .text),
            .needed("user", .account),
            .maybe("organisation", .text, "The partner that it was given to: it counts for nobody who moved on."),
            .needed("consoles", .list(of: .console)),
            .needed("kind", .choice(of: PartnerGrant.Kind.self)),
            .needed("reference", .text),
            .needed("sponsor", .account),
            .needed("from", .instant),
            .needed("to", .instant),
            .needed("scope", .object(GrantScopeDocument.self)),
            .needed("progress", .choice(of: PartnerGrant.Progress.self)),
            .maybe("request", .text, "The approval that it is voted on as; absent for one that was entered."),
            .maybe("paused_at", .instant),
            .maybe("paused_by", .text),
            .maybe("ended_at", .instant),
            .maybe("ended_by", .text),
            .needed("running", .flag, "Whether it lets in now."),
        ])

    let id: String
    let user: String
    let organisation: String?
    let consoles: [String]
    let kind: String
    let reference: String
    let sponsor: String
    let from: String
    let to: String
    let scope: GrantScopeDocument
    let progress: String
    let request: String?
    let pausedAt: String?
    let pausedBy: String?
    let endedAt: String?
    let endedBy: String?
    let isRunning: Bool

    init(_ grant: PartnerGrant, at now: UnixTime) {
        id = grant.id
        user = grant.account.text
        organisation = grant.organisation
        consoles = grant.consoles.sorted().map(\.text)
        kind = grant.kind.rawValue
        reference = grant.reference
        sponsor = grant.sponsor.text
        from = RFC3339.string(grant.from)
        to = RFC3339.string(grant.to)
        scope = GrantScopeDocument(grant.scope)
        progress = grant.progress.rawValue
        request = grant.request
        pausedAt = grant.pause.map { RFC3339.string($0.at) }
        pausedBy = grant.pause?.by.text
        endedAt = grant.ending.map { RFC3339.string($0.at) }
        endedBy = grant.ending?.by.text
        isRunning = grant.runs(at: now)
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, organisation, consoles, kind, reference, sponsor, from, to, scope, progress, request
        case pausedAt = "paused_at"
        case pausedBy = "paused_by"
        case endedAt = "ended_at"
        case endedBy = "ended_by"
        case isRunning = "running"
    }
}

/// What a grant is narrowed to; what is left out is not.
struct GrantScopeDocument: DeskDocument {
    static let schema = ObjectSchema(
        "GrantScope", "What a grant is narrowed to. What is left out is not.",
        [
            .maybe("paths", .list(of: .text), "On the consoles; each with no more than itself."),
            .maybe("methods", .list(of: .method)),
            .needed("ceiling", .choice(of: Grade.self), "The highest grade of a console."),
            .maybe("windows", .list(of: .policyName)),
            .maybe("countries", .list(of: .country)),
            .maybe("zones", .list(of: .policyName)),
            .maybe("devices", .list(of: .device)),
            .maybe("asks", .list(of: .policyName), "Approvals that each of the persons needs beside it."),
        ])

    let paths: [String]?
    let methods: [String]?
    let ceiling: String
    let windows: [String]?
    let countries: [String]?
    let zones: [String]?
    let devices: [String]?
    let asks: [String]?

    init(_ scope: GrantScope) {
        func words<Element>(_ selection: Selection<Element>, _ text: (Element) -> String) -> [String]? {
            switch selection {
            case .all: nil
            case .only(let listed): listed.map(text).sorted()
            }
        }
        paths = words(scope.paths, \.text)
        methods = words(scope.methods, \.description)
        ceiling = scope.ceiling.rawValue
        windows = words(scope.windows, \.text)
        countries = words(scope.countries, \.text)
        zones = words(scope.zones, \.text)
        devices = words(scope.devices, \.text)
        asks = scope.asks.isEmpty ? nil : scope.asks.map(\.text).sorted()
    }
}

/// What is left to do after a grant.
struct DeletionTaskDocument: DeskDocument {
    static let schema = ObjectSchema(
        "DeletionTask", "What a partner received under a grant that is over, to be destroyed.",
        [
            .needed("grant", .text),
            .needed("user", .account),
            .needed("reference", .text),
            .needed("due", .instant),
            .needed("overdue", .flag),
            .maybe("confirmed_at", .instant),
            .maybe("confirmed_by", .text),
            .maybe("confirmation", .text, "By which document, say."),
        ])

    let grant: String
    let user: String
    let reference: String
    let due: String
    let isOverdue: Bool
    let confirmedAt: String?
    let confirmedBy: String?
    let confirmation: String?

    init(_ task: DeletionTask, at now: UnixTime) {
        grant = task.grant.id
        user = task.grant.account.text
        reference = task.grant.reference
        due = RFC3339.string(task.due)
        isOverdue = task.deletion == nil && task.due <= now
        confirmedAt = task.deletion.map { RFC3339.string($0.at) }
        confirmedBy = task.deletion?.by.text
        confirmation = task.deletion?.confirmation
    }

    private enum CodingKeys: String, CodingKey {
        case grant, user, reference, due, confirmation
        case isOverdue = "overdue"
        case confirmedAt = "confirmed_at"
        case confirmedBy = "confirmed_by"
    }
}
