public import GatewayIdentity
public import Logging

/// Answers for every path under `/.gwanmun/`, and words every refusal of the road.
///
/// One instance serves all event loops. It holds no state of its own: what it knows comes from the site snapshot, the
/// visitor and the services.
public struct PageResponder: Sendable {
    /// Bytes of a request body that these paths take; the road answers 413 (`Reason.tooLarge`) beyond it, and so does
    /// `respond`.
    public static let bodyLimit = 16 * 1024

    /// Where a person belongs who asks the gate's host for nothing in particular.
    public static let home = Path.account

    private let router: PageRouter
    private let refusals: RefusalAnswer
    private let site: @Sendable () -> Site
    private let clock: Clock
    private let logger: Logger

    /// - Parameters:
    ///   - site: the current snapshot, asked once per request.
    ///   - clock: for the texts that count days.
    /// - Throws: when a template of this build is broken; the node then does not start.
    public init(
        site: @escaping @Sendable () -> Site, services: any PageServices, clock: @escaping Clock, logger: Logger
    ) throws {
        let templates = try TemplateLibrary()
        refusals = RefusalAnswer(templates: templates)
        router = PageRouter(services: services, templates: templates, refusals: refusals)
        self.site = site
        self.clock = clock
        self.logger = logger
    }

    /// True for the paths that are ours on every host and never reach an upstream. `path` is the normalised one.
    public static func owns(path: String) -> Bool { path == Path.own.dropLast() || path.hasPrefix(Path.own) }

    /// The answer to a request for one of our own paths. Never throws: what goes wrong inside is logged and refused.
    public func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async
        -> LocalResponse
    {
        guard request.body.count <= Self.bodyLimit else {
            return refuse(Refusal(.tooLarge), to: request, from: visitor, requestID: requestID)
        }
        var logger = logger
        logger[metadataKey: "request_id"] = "\(requestID)"
        let exchange = Exchange(request: request, visitor: visitor, requestID: requestID, site: site(), now: clock())
        do {
            return try await router.answer(exchange, logger: logger)
        } catch let refusal as Refusal {
            return refuse(refusal, to: request, from: visitor, requestID: requestID)
        } catch {
            logger.error("page failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return refuse(Refusal(.storeUnavailable), to: request, from: visitor, requestID: requestID)
        }
    }

    /// The answer to a request that is not served: a page or a redirect to the login for a browser's navigation, a
    /// problem document (RFC 9457) for all else.
    ///
    /// - Parameter request: head of the refused request, on any path; its body is not looked at.
    public func refuse(_ refusal: Refusal, to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID)
        -> LocalResponse
    {
        let exchange = Exchange(request: request, visitor: visitor, requestID: requestID, site: site(), now: clock())
        do {
            return try refusals.answer(to: refusal, in: exchange).response(to: request.method)
        } catch {
            logger.error("refusal could not be worded", metadata: ["request_id": "\(requestID)", "error": "\(error)"])
            return PageAnswer.plain("", status: refusal.reason.publicReason.status).response(to: request.method)
        }
    }
}
