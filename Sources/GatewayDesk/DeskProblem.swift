package import GatewayAccess
package import GatewayIdentity
internal import GatewayVault

/// Why an administrative request is not served; becomes a problem document (RFC 9457). Administrators may know why,
/// so there is a `detail`.
package struct DeskProblem: Error, Hashable {
    package let status: Int
    package let reason: PublicReason
    package let detail: String
    /// What is to be proved first, with `factorRequired`.
    package var factors: [FactorKind] = []
    /// What else can be asked for at this place, with 405.
    package var methods: [String] = []
    /// Whoever refused it wrote that down, with more than is known here.
    package var isRecorded = false

    package static func tooLarge(_ detail: String) -> Self { .init(status: 413, reason: .tooLarge, detail: detail) }
    package static func badRequest(_ detail: String) -> Self { .init(status: 400, reason: .badRequest, detail: detail) }
    /// RFC 9110 section 15.5.6, where there is such a place at all.
    static func nowhere(_ request: DeskRequest) -> Self {
        let methods = DeskAPI.methods(at: request.path)
        guard !methods.isEmpty else { return .notFound("there is no \(request.method) \(request.path) here") }
        return .init(
            status: 405, reason: .badRequest, detail: "at \(request.path) there is \(methods.joined(separator: ", "))",
            methods: methods)
    }

    package static func notFound(_ detail: String) -> Self { .init(status: 404, reason: .badRequest, detail: detail) }
    package static func notAllowed(_ detail: String) -> Self { .init(status: 403, reason: .notAllowed, detail: detail) }
}

extension DeskProblem {
    package init(_ problem: AdministrationProblem) {
        let detail = problem.description
        switch problem {
        case .notFound: self = .notFound(detail)
        case .conflict, .planChanged: self.init(status: 409, reason: .badRequest, detail: detail)
        case .roles, .emptyPeriod, .unknownConsole, .noConsole, .notExternal, .noBreakGlass, .tokenCount,
            .codesRefused, .resetNeedsApproval, .resetNeedsSponsor, .noSponsor, .service, .notReplaceable,
            .ownNetwork, .unknownWatchRule:
            self.init(status: 422, reason: .badRequest, detail: detail)
        case .approval(.noVoter), .approval(.notTheirs), .approval(.votedAlready), .approval(.personNeeded):
            self = .notAllowed(detail)
        case .review(.notTheirs), .review(.personNeeded), .review(.ownReview): self = .notAllowed(detail)
        case .review(.signed), .review(.notReady), .review(.noSheet), .review(.otherSheet):
            self.init(status: 409, reason: .badRequest, detail: detail)
        case .report, .review: self.init(status: 422, reason: .badRequest, detail: detail)
        case .approval: self.init(status: 422, reason: .badRequest, detail: detail)
        case .ownAccount, .provenAdministratorNeeded, .approvalNeeded, .ownRequest, .notProvisionable:
            self = .notAllowed(detail)
        case .ownMeasure:
            self = .notAllowed(detail)
            isRecorded = true
        case .keys(.needsAnother(actor: _)): self = .notAllowed(detail)
        case .keys(.noPlace): self.init(status: 422, reason: .badRequest, detail: detail)
        case .keys: self.init(status: 503, reason: .overloaded, detail: detail)
        case .person(_, let problem):
            let whole = DeskProblem(problem)
            self.init(status: whole.status, reason: whole.reason, detail: detail, isRecorded: whole.isRecorded)
        case .policy(let problem): self.init(problem, detail)
        case .tooManyTries: self.init(status: 429, reason: .sourceThrottled, detail: detail)
        case .failed(let failure): self.init(status: 503, reason: failure.reason.publicReason, detail: detail)
        }
    }
}

extension DeskProblem {
    fileprivate init(_ problem: PolicyChangeProblem, _ detail: String) {
        switch problem {
        case .ownDraft, .personNeeded, .securityAdministratorNeeded: self = .notAllowed(detail)
        case .folderRules, .unchanged, .changedSinceSeen, .outdated, .notApproved, .approvalOver, .approverGone,
            .emergencyRuns, .noEmergency, .trialRuns, .notOnTrial, .busy:
            self.init(status: 409, reason: .badRequest, detail: detail)
        case .bundle, .unsound, .hours, .badTime, .trialTime:
            self.init(status: 422, reason: .badRequest, detail: detail)
        }
    }
}

extension DeskProblem {
    /// `Allow`, where it has to be said.
    var headers: [DeskResponse.Header] {
        methods.isEmpty ? [] : [.init(name: "Allow", value: methods.joined(separator: ", "))]
    }
}

struct DeskProblemDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Problem", "Why a request was not carried out (RFC 9457).",
        [
            .needed("type", .words("about:blank")),
            .needed("title", .text),
            .needed("status", .count(400...599)),
            .needed("detail", .text),
            .needed("reason", .choice(of: PublicReason.self), "A word for programs; `detail` is for people."),
            .needed("request_id", .text),
            .maybe("factors", .list(of: .factor), "With `factor_required`: what is to be proved first."),
        ])

    let type: String
    let title: String
    let status: Int
    let detail: String
    let reason: String
    let requestID: String
    let factors: [String]?

    init(_ problem: DeskProblem, requestID: RequestID) {
        type = "about:blank"
        title = problem.status == 404 ? "Not found" : problem.reason.title
        status = problem.status
        detail = problem.detail
        reason = problem.reason.rawValue
        self.requestID = requestID.description
        factors = problem.factors.isEmpty ? nil : problem.factors.map(\.rawValue)
    }

    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, reason, factors
        case requestID = "request_id"
    }
}

extension PublicReason {
    fileprivate var title: String {
        switch self {
        case .factorRequired: "A fresh second factor is needed"
        case .notAllowed: "Not allowed"
        case .badRequest, .tooLarge: "The request cannot be carried out"
        case .notRecorded: "Not recorded, therefore not done"
        case .overloaded: "Try again in a moment"
        case .noClientCertificate, .certificateUntrustedIssuer, .certificateExpired, .certificateNotYetValid,
            .certificateRevoked, .certificateNotBound,
            .certificateUnusable, .factorFailed, .downloadDenied, .sourceThrottled, .hostMismatch, .upstreamUnreachable,
            .upstreamTimeout:
            "Refused"
        }
    }
}
