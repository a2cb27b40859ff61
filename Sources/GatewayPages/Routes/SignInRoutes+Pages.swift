import GatewayIdentity

extension SignInRoutes {
    /// What a person sees after they have shown something.
    func page(
        of outcome: SignInOutcome, _ person: Person, _ destination: Destination?, in exchange: Exchange
    ) async throws -> PageAnswer {
        switch outcome {
        case .accepted(let signedIn):
            let isRaised = exchange.visitor.session != nil
            let answer =
                stopsToRead(signedIn.notice, raised: isRaised, of: exchange.site)
                ? .seeOther(Path.welcome + (destination.map { "?to=" + PercentCoding.encode($0.url) } ?? ""))
                : try await go(to: destination, with: signedIn.session, visit: exchange.visit(by: person))
            return answer.with(SessionCookie.set(signedIn.cookie))
        case .refused:
            return try await askAgain(exchange, person: person, destination: destination, error: .loginFailed)
        case .over:
            return try await askAgain(exchange, person: person, destination: destination, error: .questionOver)
        case .incomplete(let needed):
            return try await login(
                LoginView(exchange, person: person, destination: destination, asking: needed), in: exchange, status: 401
            )
        case .otherSessionOpen:
            return try await askAgain(
                exchange, person: person, destination: destination, error: nil, otherSessionOpen: true)
        case .asksMore(let question):
            return try ask(question, destination, in: exchange)
        case .denied(let reason):
            throw Refusal(reason)
        case .throttled(let retryAfter):
            throw Refusal(.sourceThrottled, retryAfter: retryAfter)
        }
    }

    private func ask(_ question: SignInQuestion, _ destination: Destination?, in exchange: Exchange) throws
        -> PageAnswer
    {
        switch question.kind {
        case .proof, .changePrompts:
            try form(QuestionView(exchange, question, destination: destination), in: exchange, status: 401)
        case .change:
            try form(
                PasswordChangeView(
                    exchange, conversation: question.conversation, notices: question.notices, destination: destination),
                in: exchange, status: 401)
        }
    }

    /// On to the destination: straight to a page of the gate, by one-time code to a console or the desk.
    func go(to destination: Destination?, with session: OpenSession?, visit: Visit) async throws -> PageAnswer {
        guard let destination else { return .seeOther(session == nil ? Path.enrolment : Path.account) }
        switch (destination.host, session) {
        case (.gate, _), (.console, nil), (.desk, nil):
            return .seeOther(destination.url)
        case (.console, .some(let session)), (.desk, .some(let session)):
            guard let code = try await services.handoffCode(for: session, to: destination.host, visit: visit) else {
                throw Refusal(.sessionEnded)
            }
            return .seeOther(destination.entrance(withCode: code))
        }
    }

    /// The form again, with the same words, the same status and the same fields whatever was wrong.
    private func askAgain(
        _ exchange: Exchange, person: Person, destination: Destination?, error: Phrase?, otherSessionOpen: Bool = false
    ) async throws -> PageAnswer {
        let requirement = try await services.requirement(
            for: destination, visit: exchange.visit(by: person), session: exchange.visitor.session)
        let needed = requirement.needed
        let view = LoginView(
            exchange, person: person, destination: destination, asking: needed, error: error,
            otherSessionOpen: otherSessionOpen)
        return try await login(view, in: exchange, status: otherSessionOpen ? 409 : 401)
    }

    /// The page of the login, which also tells of a reset of the person's factors.
    func login(_ view: LoginView, in exchange: Exchange, status: Int = 200) async throws -> PageAnswer {
        var view = view
        let visit = exchange.visit(by: try exchange.verifiedPerson())
        view.reset = try await services.openReset(visit: visit).map { ResetView($0, in: exchange) }
        return try form(view, in: exchange, status: status)
    }

    func form(_ view: some PageView, in exchange: Exchange, status: Int = 200) throws -> PageAnswer {
        let site = exchange.site
        return try .html(templates.render(view), status: status)
            .allowingForms(to: site.consoles.map(\.origin) + [site.deskOrigin].compactMap(\.self))
    }

    private func stopsToRead(_ notice: SignInNotice, raised: Bool, of site: Site) -> Bool {
        if raised { return false }
        switch site.lastSignInNotice {
        case .always: return notice != .nothingToTell
        case .afterFailures: return notice.failuresSince > 0 || notice.displaced > 0
        }
    }
}
