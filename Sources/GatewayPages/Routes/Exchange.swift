package import GatewayIdentity

/// One request with all that its answer may depend on.
package struct Exchange: Sendable {
    package let request: LocalRequest
    package let visitor: PageVisitor
    package let requestID: RequestID
    package let site: Site
    package let now: UnixTime
    package let language: Language
    private let query: Result<FormFields, FormFields.Problem>

    package init(request: LocalRequest, visitor: PageVisitor, requestID: RequestID, site: Site, now: UnixTime) {
        self.request = request
        self.visitor = visitor
        self.requestID = requestID
        self.site = site
        self.now = now
        query = Result { () throws(FormFields.Problem) in
            try FormFields(query: PageResponder.owns(path: request.path) ? request.query : nil)
        }
        let parameter: String? =
            switch query {
            case .success(let fields): fields[LanguageChoice.parameter]
            case .failure: nil
            }
        language = LanguageChoice.language(
            parameter: parameter, cookie: CookieJar(request)[LanguageChoice.cookie], account: visitor.person?.language,
            acceptLanguage: request.all("accept-language"))
    }

    /// The query of one of our own paths.
    func parameters() throws(FormFields.Problem) -> FormFields { try query.get() }

    package var audience: Audience { Audience(of: request) }

    /// A program asks, by the certificate of its own account.
    var isFromService: Bool { visitor.person?.isService == true }

    package var isFetch: Bool { request.method == "GET" || request.method == "HEAD" }

    /// Path and query as asked, where they can be linked to.
    package var target: LocalTarget? {
        LocalTarget(request.path + (request.query.map { "?" + $0 } ?? ""))
    }

    /// What a link back to this page carries: of a page of ours the query only when its `to`, if any, leads to a place of ours.
    package var returnTarget: LocalTarget? {
        guard PageResponder.owns(path: request.path) else { return target }
        guard case .success(let fields) = query, fields["to"].map({ destination($0) != nil }) ?? true else {
            return LocalTarget(request.path)
        }
        return target
    }

    package func text(_ phrase: Phrase) -> String { phrase.text(in: language) }
    func text(_ sentence: Sentence) -> String { sentence.text(in: language) }
}

extension Exchange {
    /// The owner of the verified certificate, or the refusal that the certificate earns. The first step of everything
    /// but health, assets and language.
    ///
    /// A program has nothing to do on the pages of people, and is told so.
    package func verifiedPerson() throws(Refusal) -> Person {
        let owner = try verifiedOwner()
        guard !owner.isService else { throw Refusal(.actionDenied) }
        return owner
    }

    /// The same, of a program too: for whoever judges and records what it shows.
    func verifiedOwner() throws(Refusal) -> Person {
        switch visitor.standing {
        case .none: throw Refusal(.noClientCertificate)
        case .problem(let reason, _): throw Refusal(reason)
        case .unbound: throw Refusal(.certificateNotBound)
        case .verified(let person): return person
        }
    }

    func visit(by person: Person) -> Visit {
        let agent = request.single("user-agent").map { String(decoding: $0.utf8.prefix(256), as: UTF8.self) }
        return Visit(
            person: person, source: visitor.source, host: visitor.host, hostName: visitor.hostName, userAgent: agent,
            requestID: requestID)
    }

    /// A changing request must come from a page of this host.
    package func requireSameOrigin() throws(Refusal) {
        guard SameOrigin.allows(request, at: site.origin(of: visitor.host)) else { throw Refusal(.originDenied) }
    }

    /// The posted form of a page of ours, with a code in it that proves the person: same origin, known fields.
    func form(_ fields: Set<String>) throws -> FormFields {
        try requireSameOrigin()
        return try FormFields(posted: request, expecting: fields)
    }

    /// The posted form of a page of ours that acts by the session alone: it carries the session's token besides.
    func form(_ fields: Set<String>, of session: OpenSession) throws -> FormFields {
        let form = try form(fields.union([FormToken.field]))
        guard FormToken.matches(form[FormToken.field], session.formToken) else { throw Refusal(.originDenied) }
        return form
    }

    /// `to`, when it names a place of ours.
    func destination(_ to: String?) -> Destination? {
        to.flatMap { Destination($0, on: visitor.host, of: site) }
    }

    /// The login page of the site, which brings the person to `destination` afterwards.
    ///
    /// - Parameter afresh: ask for the second factor even of someone who has proven enough to go there.
    package func loginURL(to destination: String?, because cause: SignOutCause? = nil, afresh: Bool = false) -> String {
        var query: [String] = afresh ? ["fresh=yes"] : []
        if let destination { query.append("to=" + PercentCoding.encode(destination)) }
        if let cause { query.append("\(SignOutCause.parameter)=\(cause.rawValue)") }
        return site.gateOrigin + Path.login + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}

extension PageVisitor {
    var person: Person? {
        switch standing {
        case .none, .problem, .unbound: nil
        case .verified(let person): person
        }
    }

    var certificate: ClientCertificate? {
        switch standing {
        case .none: nil
        case .problem(_, let certificate): certificate
        case .unbound(let certificate): certificate
        case .verified(let person): person.certificate
        }
    }
}

extension Refusal: Error {}
