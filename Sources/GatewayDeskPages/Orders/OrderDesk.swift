import GatewayAccess
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import GatewayPages

/// Shows the form of an order, and takes it: authority, then what was typed, then the change, which records itself before it takes effect.
struct OrderDesk {
    let visit: DeskVisit
    let order: any DeskOrder
    let path: DeskPath
    let held: HeldForms

    static let reason = "reason"
    static let heldParameter = "held"
    /// Which button was pressed, where there are two.
    static let act = "act"
    static let examine = "examine"

    // MARK: The form

    func form() async throws -> DeskPage {
        _ = try visit.reader(order.place.right)
        // Whoever may never send it is not shown it.
        if !visit.may(order.right) { _ = try visit.admitted(to: order.right) }
        if let id = visit.query[Self.heldParameter],
            let entries = held.entries(id, of: visit.person.account, for: path, at: visit.now)
        {
            return try await page(entries, messages: [.done(visit.say(ProblemWords.verifiedAgain))])
        }
        return try await page(try await order.initial(visit), messages: [])
    }

    private func page(
        _ entries: Entries, messages: [Message], problems: [String: Words] = [:], trying: Bool = false,
        status: Int = 200
    ) async throws -> DeskPage {
        var page = DeskPage(visit.say(order.words.title), at: order.place)
        page.lead = order.subject
        page.up = Link(visit.say(FrameWords.back), order.home)
        page.status = status
        page.messages = messages
        if messages.isEmpty, visit.standing(towards: order.right) == .mayAfterFactor {
            page.messages = [.note(visit.say(ProblemWords.willVerify))]
        }
        var section = Section("order", visit.say(order.words.title))
        section.note = visit.say(order.words.effect)
        section.form = Form(
            action: path.text, method: "post", token: visit.exchange.visitor.session?.formToken ?? "",
            fields: fields.map { $0.field(entries, problem: problems[$0.name]?[visit.language], in: visit.language) },
            button: visit.say(order.words.button ?? order.words.title),
            buttonStyle: order.isGrave ? "danger" : "primary",
            leave: Link(visit.say(FrameWords.cancel), order.home))
        section.form?.trialButton = order.trial.map(visit.say)
        let around = try await order.surroundings(entries, trying: trying, visit)
        section.tabs = around.tabs
        page.sections = [section] + around.sections
        page.policyScript = around.policyScript
        return page
    }

    private var fields: [FieldSpec] {
        order.fields(visit) + [FieldSpec(Self.reason, FieldWords.reason, .line(500))]
    }

    // MARK: What was sent

    func take() async throws -> DeskReply {
        try visit.exchange.requireSameOrigin()
        let entries = try read()
        guard let session = visit.exchange.visitor.session else { return try hold(entries, afresh: false) }
        let sent = entries.values[FormToken.field]
        guard FormToken.matches(sent, session.formToken) else {
            _ = try visit.reader(order.place.right)
            return .page(
                try await page(entries, messages: [.problem(visit.say(ProblemWords.staleForm))], status: 403))
        }
        if order.trial != nil, entries[Self.act] == Self.examine {
            _ = try visit.admitted(to: .tryPolicy)
            return .page(try await page(entries, messages: [], trying: true))
        }
        let actor: Actor
        do throws(DeskProblem) {
            actor = try visit.admitted(to: order.right)
        } catch {
            guard error.reason == .factorRequired else { throw error }
            let told = await visit.gate.recorded(
                error, of: "POST \(path.text)", by: visit.actor, requestID: visit.requestID)
            guard told == error else { throw told }
            return try hold(entries, afresh: true)
        }
        return try await carryOut(entries, actor)
    }

    private func read() throws -> Entries {
        let request = visit.exchange.request
        guard request.body.count <= order.sizeLimit else {
            throw DeskProblem.tooLarge("this form has at most \(order.sizeLimit) bytes")
        }
        let names = Set(fields.map(\.name)).union([FormToken.field]).union(order.trial == nil ? [] : [Self.act])
        let texts = Set(fields.filter(\.hasLines).map(\.name))
        return Entries(try FormFields(posted: request, expecting: names, texts: texts).values)
    }

    private func carryOut(_ entries: Entries, _ actor: Actor) async throws -> DeskReply {
        guard let reason = entries[Self.reason].flatMap({ StatedReason($0) }) else {
            return try await refused(entries, [Self.reason: ProblemWords.reasonMissing])
        }
        do {
            let mandate = Mandate(actor: actor, reason: reason, requestID: visit.requestID)
            return reply(to: try await order.carryOut(entries, mandate, visit))
        } catch let problems as FieldProblems {
            return try await refused(entries, problems.problems)
        } catch let problem as AdministrationProblem {
            let told = await visit.gate.recorded(
                DeskProblem(problem), of: "POST \(path.text)", by: visit.actor, requestID: visit.requestID)
            let isTold = told == DeskProblem(problem)
            return .page(
                try await page(
                    entries, messages: [.problem(visit.say(isTold ? problem.words : ProblemWords.notRecorded))],
                    status: told.status))
        }
    }

    private func refused(_ entries: Entries, _ problems: [String: Words]) async throws -> DeskReply {
        .page(
            try await page(
                entries, messages: [.problem(visit.say(ProblemWords.seeFields))], problems: problems, status: 422))
    }

    private func reply(to outcome: OrderOutcome) -> DeskReply {
        switch outcome {
        case .done(let done): return .seeOther(order.home.link([(Done.parameter, done.rawValue)]))
        case .report(let sections):
            var page = DeskPage(visit.say(order.words.title), at: order.place)
            page.up = Link(visit.say(FrameWords.back), order.home)
            page.messages = [.done(visit.say(Done.carriedOut.words))]
            page.sections = sections
            return .page(page)
        case .file(let name, let type, let bytes): return .file(name, type, bytes)
        case .goesOn(let path): return .seeOther(path.link([(Done.parameter, Done.carriedOut.rawValue)]))
        case .code(let code, let named, let until):
            var page = DeskPage(visit.say(order.words.title), at: order.place)
            page.lead = order.subject
            page.up = Link(visit.say(FrameWords.back), order.home)
            page.messages = [.done(visit.say(Done.carriedOut.words))]
            var section = Section(
                "code", visit.say(named), facts: [(visit.say(FieldWords.codeUntil), [visit.time(until)])])
            section.note = visit.say(FieldWords.codeOnce)
            section.once = code
            page.sections = [section]
            return .page(page)
        }
    }

    /// Keeps what was typed, and leads over the login back to this form. Nothing of it stands in the address but a name that opens
    /// nothing to others.
    private func hold(_ entries: Entries, afresh: Bool) throws -> DeskReply {
        let id = try SecureRandom.bytes(16).hex
        var kept = entries
        kept.values[FormToken.field] = nil
        held.keep(kept, id: id, of: visit.person.account, for: path, at: visit.now)
        let back = (visit.exchange.site.deskOrigin ?? "") + path.link([(Self.heldParameter, id)])
        return .leave(visit.exchange.loginURL(to: back, afresh: afresh))
    }
}

/// What a page of the desk comes to.
enum DeskReply: Sendable {
    case page(DeskPage)
    /// To a page of the desk.
    case seeOther(String)
    /// To the login.
    case leave(String)
    /// To be kept: its name, its media type.
    case file(String, String, [UInt8])
    /// JSON, for a script of ours.
    case document([UInt8], status: Int)
}

extension FieldSpec {
    fileprivate var hasLines: Bool {
        switch kind {
        case .lines, .code: true
        case .line, .instant, .choice, .hidden: false
        }
    }
}

extension [UInt8] {
    fileprivate var hex: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
