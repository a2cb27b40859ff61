import GatewayAccess
import GatewayDesk
import GatewayIdentity

/// One thing that is changed from a page: what its form asks for, and how it is carried out. The reason is asked for by every form, and is not
/// among `fields`.
protocol DeskOrder: Sendable {
    var place: MenuPlace { get }
    /// What one must be allowed to do.
    var right: DeskRight { get }
    var words: OrderWords { get }
    /// Whom or what it concerns, as people know it.
    var subject: String? { get }
    /// Where the form was reached from, and where one comes back to.
    var home: DeskPath { get }
    var isGrave: Bool { get }
    /// Bytes of the form.
    var sizeLimit: Int { get }
    /// The words of a second button, by which one looks at what one typed without sending it; `nil`: there is none.
    var trial: Words? { get }
    func fields(_ visit: DeskVisit) -> [FieldSpec]
    /// What stands in the form at first.
    func initial(_ visit: DeskVisit) async throws -> Entries
    /// What stands around the form.
    ///
    /// - Parameter trying: whether the second button was pressed.
    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings
    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome
}

struct OrderSurroundings: Sendable {
    /// Above the form.
    var tabs: TabList?
    /// Below it.
    var sections: [Section] = []
    var policyScript: String?
}

extension DeskOrder {
    var right: DeskRight { .changePeople }
    var isGrave: Bool { false }
    var sizeLimit: Int { 64 * 1024 }
    var trial: Words? { nil }
    var subject: String? { nil }
    func fields(_ visit: DeskVisit) -> [FieldSpec] { [] }
    func initial(_ visit: DeskVisit) async throws -> Entries { Entries() }
    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings {
        OrderSurroundings()
    }
}

enum OrderOutcome: Sendable {
    case done(Done)
    /// Done, with what came of it.
    case report([Section])
    /// A file to be kept: its name, its media type.
    case file(String, String, [UInt8])
    /// Done, and goes on with something that came of it.
    case goesOn(DeskPath)
    /// To be passed on, shown once.
    case code(String, named: Words, until: UnixTime)
}

/// What is wrong with what was typed, by field.
struct FieldProblems: Error {
    var problems: [String: Words]

    init(_ field: String, _ words: Words) { problems = [field: words] }
}

extension DeskPath {
    /// What is ordered there; `nil` where nothing is.
    var order: (any DeskOrder)? {
        switch self {
        case .personOrder(let kind, let name): PersonOrder(kind: kind, name: name)
        case .newPerson: NewPersonOrder()
        case .newLock: NewLockOrder()
        case .liftLock(let id): LiftLockOrder(id: id)
        case .liftMeasure(let id): LiftMeasureOrder(id: id)
        case .newGrant: NewGrantOrder()
        case .endGrant(let id): EndGrantOrder(id: id)
        case .grantOrder(let kind, let id): GrantOrder(kind: kind, id: id)
        case .approval(.new): NewApprovalOrder()
        case .approval(.newGrant): GrantRequestOrder()
        case .approval(.order(let kind, let id)): ApprovalOrder(kind: kind, id: id)
        case .partner(.offBoard): OffBoardOrder()
        case .endSession(let id): EndSessionOrder(id: id)
        case .decide(let verdict, let id): DecideRequestOrder(verdict: verdict, id: id)
        case .decideReset(let verdict, let id): DecideResetOrder(verdict: verdict, id: id)
        case .unmaskRecord(let id): UnmaskRecordOrder(event: id)
        case .exportRecords: ExportRecordsOrder()
        case .policy(let path): path.order
        case .reviewTask(.sign(let id)): SignReviewOrder(id: id)
        case .reviewTask(.keep): KeepRightOrder()
        case .overview, .consoles, .people, .requests, .sessions, .locks, .grants, .resets, .special, .services,
            .reviews, .tokens, .records, .live, .console, .person,
            .approval(.list), .approval(.one), .partner(.list), .record,
            .reviewTask(.list), .reviewTask(.one), .measures, .reviewTask(.unused):
            nil
        }
    }
}

extension Entries {
    /// As `datetime-local` writes it, in Korea, or RFC 3339.
    func instant(_ name: String) throws(FieldProblems) -> UnixTime {
        guard let text = self[name], let time = RFC3339.parse(text) ?? RFC3339.parse(text + ":00+09:00") else {
            throw FieldProblems(name, FieldWords.instantProblem)
        }
        return time
    }

    func required(_ name: String) throws(FieldProblems) -> String {
        guard let text = self[name], text.utf8.count <= 200 else { throw FieldProblems(name, FieldWords.text200) }
        return text
    }
}
