internal import GatewayJSON
internal import HTTPTypes
internal import Hummingbird

/// One operation, and what carries it out. There is no other way for a route into the API.
struct DeskOperation<Routes: DeskRoutes>: Sendable {
    typealias Performance = @Sendable (Routes) -> @Sendable (DeskCall) async throws -> DeskAnswer

    let description: OperationDescription
    private let performance: Performance

    static func get(
        _ path: String, _ id: String, _ summary: String, by access: DeskAccess = .right(.readPeople),
        query: [QueryMember] = [], in place: [String: ValueSchema] = [:], answers: DescribedAnswer...,
        refuses refusals: Set<DeskRefusal> = [], use performance: @escaping Performance
    ) -> Self {
        .init(
            .get, path, id, summary, by: access, query: query, in: place, taking: .none, answers, refusals, performance)
    }

    static func post<Body: StrictBody>(
        _ path: String, _ id: String, _ summary: String, by access: DeskAccess = .right(.changePeople),
        in place: [String: ValueSchema] = [:], taking body: Body.Type = ReasonOnly.self, answers: DescribedAnswer...,
        refuses refusals: Set<DeskRefusal> = [], use performance: @escaping Performance
    ) -> Self {
        .init(
            .post, path, id, summary, by: access, query: [], in: place, taking: .object(body), answers, refusals,
            performance)
    }

    static func put<Body: StrictBody>(
        _ path: String, _ id: String, _ summary: String, by access: DeskAccess = .right(.changePeople),
        in place: [String: ValueSchema] = [:], taking body: Body.Type, answers: DescribedAnswer...,
        refuses refusals: Set<DeskRefusal> = [], use performance: @escaping Performance
    ) -> Self {
        .init(
            .put, path, id, summary, by: access, query: [], in: place, taking: .object(body), answers, refusals,
            performance)
    }

    /// One that a standard describes: of RFC 7644 this section.
    static func scim(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String, section: String,
        taking body: OperationBody = .none, answers: DescribedAnswer..., refuses refusals: Set<DeskRefusal> = [],
        use performance: @escaping Performance
    ) -> Self {
        .init(
            method, path, id, "\(summary) RFC 7644 section \(section).", by: .provisioner, taking: body, answers,
            refusals, performance)
    }

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String, by access: DeskAccess,
        query: [QueryMember] = [], in place: [String: ValueSchema] = [:], taking body: OperationBody,
        _ answers: [DescribedAnswer], _ refusals: Set<DeskRefusal>, _ performance: @escaping Performance
    ) {
        description = OperationDescription(
            id: id, method: method, path: "/\(Routes.root)/\(path)", tag: Routes.tag, summary: summary, access: access,
            query: query, place: place, body: body, answers: answers, refusals: refusals)
        self.performance = performance
    }

    /// Whoever may not is refused before anything of theirs is read.
    func add(to router: Router<DeskContext>, of routes: Routes) {
        let (description, perform) = (description, performance(routes))
        router.on(RouterPath(description.path), method: description.method) { _, context in
            let answer = try await perform(DeskCall(description, in: context))
            if let stream = answer.stream { context.streamed.put(stream) }
            return answer
        }
    }
}

/// A part of the API: its operations, each written down where it is carried out.
protocol DeskRoutes: Sendable {
    static var root: String { get }
    static var tag: DeskTag { get }
    static var operations: [DeskOperation<Self>] { get }

    init(_ services: DeskServices)
}

extension DeskRoutes {
    static var root: String { "api/v1" }
    static var descriptions: [OperationDescription] { operations.map(\.description) }

    func add(to router: Router<DeskContext>) {
        for operation in Self.operations { operation.add(to: router, of: self) }
    }
}

/// The whole API.
enum DeskAPI {
    /// In the order of the document.
    static let parts: [any DeskRoutes.Type] = [
        NodeRoutes.self, DescriptionRoutes.self, UserRoutes.self, UserKeyRoutes.self, ServiceRoutes.self,
        RequestRoutes.self, ResetRoutes.self, ReviewRoutes.self, ReviewTaskRoutes.self, ReportRoutes.self,
        ImportRoutes.self,
        SessionRoutes.self,
        LiveRoutes.self, LockRoutes.self, RecordHoldRoutes.self, GrantRoutes.self, ApprovalRoutes.self,
        PartnerRoutes.self,
        TokenRoutes.self, KeyRoutes.self,
        PolicyRoutes.self, PolicyDraftRoutes.self, RecordRoutes.self, SCIMRoutes.self, SCIMUserRoutes.self,
        MeasureRoutes.self, SCIMGroupRoutes.self,
    ]

    static let descriptions: [OperationDescription] = parts.flatMap { $0.descriptions }

    /// What can be asked for at a path, sorted; none where there is no such place.
    static func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        return descriptions.filter { description in
            let places = description.path.split(separator: "/")
            return places.count == segments.count
                && zip(places, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.map(\.verb).sorted()
    }
}
