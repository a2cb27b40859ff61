internal import GatewayAccess
internal import GatewayCrypto
public import GatewayDesk
public import GatewayIdentity
public import GatewayPages
public import Logging

/// The desk's pages for administrators with a browser: the same judgement, the same orders and the same records as the API.
///
/// One instance serves all event loops. Beside what is typed into forms that wait for a fresh factor it holds no state.
public struct DeskPages: Sendable {
    private let services: DeskServices
    private let site: @Sendable () -> Site
    private let refuse: Refuse
    private let templates: DeskTemplates
    private let held = HeldForms()
    private let examinations = ExaminationTurns()
    private let logger: Logger

    /// Words a refusal to whoever comes without what every page needs.
    public typealias Refuse = @Sendable (Refusal, LocalRequest, PageVisitor, RequestID) -> LocalResponse

    /// - Parameters:
    ///   - site: the current snapshot, asked once per request.
    ///   - refuse: for those who come without a certificate of ours, or from a page of another host.
    /// - Throws: when a template of this build is broken; the node then does not start.
    public init(
        services: DeskServices, site: @escaping @Sendable () -> Site,
        refuse: @escaping Refuse, logger: Logger
    ) throws {
        self.services = services
        self.site = site
        self.refuse = refuse
        templates = try DeskTemplates()
        self.logger = logger
    }

    /// Whether a page, not the API, is asked for. `path` is the normalised one.
    public static func owns(path: String) -> Bool {
        !["/api", "/scim"].contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// The answer to a request on the desk's listener. Never throws: what goes wrong inside is logged and refused.
    public func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async
        -> LocalResponse
    {
        let exchange = Exchange(
            request: request, visitor: visitor, requestID: requestID, site: site(), now: services.clock())
        do {
            let visit = DeskVisit(exchange, of: try exchange.verifiedPerson(), services, examinations)
            return try await answer(to: visit)
        } catch let refusal as Refusal {
            return refuse(refusal, request, visitor, requestID)
        } catch {
            logger.error("desk page failed", metadata: ["request_id": "\(requestID)", "error": "\(error)"])
            return refuse(Refusal(.storeUnavailable), request, visitor, requestID)
        }
    }

    private func answer(to visit: DeskVisit) async throws -> LocalResponse {
        let exchange = visit.exchange
        do {
            switch try await reply(to: visit) {
            case .page(let page): return try render(page, for: visit)
            case .seeOther(let target), .leave(let target):
                return PageAnswer.seeOther(target).allowingForms(to: formTargets(exchange))
                    .response(to: exchange.request.method)
            case .file(let name, let type, let bytes):
                return PageAnswer.file(bytes, named: name, type).response(to: exchange.request.method)
            case .document(let bytes, let status):
                return PageAnswer.json(bytes, status: status).response(to: exchange.request.method)
            }
        } catch let problem as DeskProblem {
            return try await respond(to: problem, visit)
        } catch let problem as AdministrationProblem {
            return try await respond(to: DeskProblem(problem), visit)
        } catch let problem as FormFields.Problem {
            logger.notice("form refused", metadata: ["request_id": "\(exchange.requestID)", "problem": "\(problem)"])
            return try render(ProblemPages(visit).badForm, for: visit)
        } catch let problem as RecordSearchProblem {
            logger.error("records not searched: \(problem)", metadata: ["request_id": "\(exchange.requestID)"])
            return try render(ProblemPages(visit).search(problem), for: visit)
        }
    }

    private func reply(to visit: DeskVisit) async throws -> DeskReply {
        guard let path = DeskPath(visit.exchange.request.path) else { return .page(ProblemPages(visit).notFound) }
        let desk = path.order.map { OrderDesk(visit: visit, order: $0, path: path, held: held) }
        switch (visit.exchange.request.method, desk) {
        case ("GET", let desk?), ("HEAD", let desk?): return .page(try await desk.form())
        case ("GET", nil), ("HEAD", nil):
            var page = try await PageTable(visit).page(at: path) ?? ProblemPages(visit).notFound
            if let done = visit.query[Done.parameter].flatMap(Done.init) {
                page.messages.insert(.done(visit.say(done.words)), at: 0)
            }
            return .page(page)
        case ("POST", let desk?): return try await desk.take()
        case ("POST", nil) where path == .policy(.examine): return try await LiveExamination(visit: visit).reply()
        case (_, _): return .page(ProblemPages(visit).notFound)
        }
    }

    // MARK: What is not shown or done

    private func respond(to problem: DeskProblem, _ visit: DeskVisit) async throws -> LocalResponse {
        let exchange = visit.exchange
        let order = "\(exchange.request.method) \(exchange.request.path)"
        let told = await visit.gate.recorded(problem, of: order, by: visit.actor, requestID: exchange.requestID)
        if told.reason == .factorRequired, exchange.audience == .program {
            throw Refusal(.factorMissing, factors: told.factors)
        }
        if told.reason == .factorRequired, exchange.isFetch, let origin = exchange.site.deskOrigin {
            // To the login, and back to where this was.
            let target = exchange.returnTarget?.text ?? "/"
            return PageAnswer.seeOther(exchange.loginURL(to: origin + target)).response(to: exchange.request.method)
        }
        return try render(ProblemPages(visit).page(for: told), for: visit)
    }

    private func render(_ page: DeskPage, for visit: DeskVisit) throws -> LocalResponse {
        let scene = DeskScene(page, for: visit.exchange, places: visit.places)
        return PageAnswer.html(try templates.render(scene), status: page.status)
            .allowingForms(to: formTargets(visit.exchange)).response(to: visit.exchange.request.method)
    }

    /// A form that needs a fresh factor leads to the gate's login, and browsers judge that by this page's policy.
    private func formTargets(_ exchange: Exchange) -> [String] { [exchange.site.gateOrigin] }
}
