import GatewayIdentity

/// Turns refusals into answers: a redirect to the login or a page for a person, a problem document for a program.
struct RefusalAnswer: Sendable {
    let templates: TemplateLibrary

    func answer(to refusal: Refusal, in exchange: Exchange) throws -> PageAnswer {
        let answer =
            switch exchange.audience {
            case .person: try page(refusal, in: exchange)
            case .program: try document(refusal, in: exchange)
            }
        return refusal.retryAfter.map { answer.with(HeaderLine("Retry-After", "\(max(1, $0.wholeSeconds))")) } ?? answer
    }

    func notFound(in exchange: Exchange) throws -> PageAnswer {
        let title = exchange.text(.titleNotFound)
        switch exchange.audience {
        case .person:
            let view = ProblemView(exchange, heading: title, message: exchange.text(.problemNotFound), tone: .wait)
            return try .html(templates.render(view), status: 404)
        case .program:
            return .problem(
                try JSONText.encode(ProblemDocument(notFound: title, requestID: exchange.requestID)), status: 404)
        }
    }

    private func page(_ refusal: Refusal, in exchange: Exchange) throws -> PageAnswer {
        let publicReason = refusal.reason.publicReason
        let signIn =
            publicReason == .factorRequired && !exchange.isFromService ? loginURL(for: refusal, in: exchange) : nil
        // Our own pages decide for themselves when to send someone to the login; sent from here they could turn in a
        // circle.
        if let signIn, exchange.isFetch, !PageResponder.owns(path: exchange.request.path) { return .seeOther(signIn) }
        let wording = RefusalWording(refusal, in: exchange)
        let remark = refusal.retryAfter.map {
            exchange.text(.retryAfter(minutes: Int(max(1, ($0.wholeSeconds + 59) / 60))))
        }
        let view = ProblemView(
            exchange, heading: exchange.text(wording.title), message: wording.message, tone: wording.tone,
            remark: remark, steps: wording.steps,
            certificate: wording.showsCertificate ? exchange.visitor.certificate : nil, signIn: signIn,
            offersRetry: wording.offersRetry)
        return try .html(templates.render(view), status: publicReason.status)
    }

    private func document(_ refusal: Refusal, in exchange: Exchange) throws -> PageAnswer {
        let title = exchange.text(RefusalWording(refusal, in: exchange).title)
        // Where a factor is asked for that no login offers, logging in would not help.
        let helps =
            refusal.reason.publicReason == .factorRequired && !exchange.isFromService
            && refusal.factors.allSatisfy(exchange.site.offers)
        let login = helps ? loginURL(for: refusal, in: exchange) : nil
        let document = ProblemDocument(refusal, title: title, requestID: exchange.requestID, loginURL: login)
        return .problem(try JSONText.encode(document), status: document.status)
    }

    /// The login, which comes back to where the person was: to the page that was refused, or to the console when it was
    /// not a page.
    private func loginURL(for refusal: Refusal, in exchange: Exchange) -> String {
        let local = exchange.isFetch && !PageResponder.owns(path: exchange.request.path) ? exchange.target : nil
        let origin = exchange.visitor.host == .gate ? nil : exchange.site.origin(of: exchange.visitor.host)
        return exchange.loginURL(to: origin.map { $0 + (local?.text ?? "/") }, because: SignOutCause(refusal.reason))
    }
}
