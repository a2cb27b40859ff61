import GatewayIdentity
import GatewayWebAuthn
import HTTPTypes
import Hummingbird
import Logging

/// Stands before every route: what a route throws becomes a refusal, and what no route answers becomes "not found".
struct RouteGuard: RouterMiddleware {
    typealias Context = PageContext
    let refusals: RefusalAnswer

    func handle(_ request: Request, context: PageContext, next: (Request, PageContext) async throws -> Response)
        async throws -> Response
    {
        let answer: PageAnswer
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            answer = try refusals.answer(to: refusal, in: context.exchange)
        } catch let unavailable as ServiceUnavailable {
            context.logger.error("service unavailable", metadata: ["reason": "\(unavailable.reason.rawValue)"])
            answer = try refusals.answer(
                to: Refusal(unavailable.reason, retryAfter: unavailable.retryAfter), in: context.exchange)
        } catch let problem as FormFields.Problem {
            context.logger.notice("form refused", metadata: ["problem": "\(problem)"])
            answer = try refusals.answer(to: Refusal(.badRequest), in: context.exchange)
        } catch let problem as FactorDocument.Problem {
            context.logger.notice("session document refused", metadata: ["problem": "\(problem)"])
            answer = try refusals.answer(to: Refusal(.badRequest), in: context.exchange)
        } catch let problem as DocumentProblem {
            context.logger.notice("document refused", metadata: ["problem": "\(problem)"])
            answer = try refusals.answer(to: Refusal(.badRequest), in: context.exchange)
        } catch let problem as CredentialProblem {
            context.logger.notice("credential refused", metadata: ["problem": "\(problem)"])
            answer = try refusals.answer(to: Refusal(.badRequest), in: context.exchange)
        } catch let problem as ReplyDocument.Problem {
            context.logger.notice("answers of a login refused", metadata: ["problem": "\(problem)"])
            answer = try refusals.answer(to: Refusal(.badRequest), in: context.exchange)
        } catch let error as HTTPError where error.status == .notFound {
            answer = try refusals.notFound(in: context.exchange)
        }
        return try answer.response(from: request, context: context)
    }
}
