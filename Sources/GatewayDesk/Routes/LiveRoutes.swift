internal import GatewayAccess
internal import GatewayIdentity
internal import Hummingbird

/// Who is connected to what: once, or as it changes.
struct LiveRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Live",
        note:
            "Who is connected to what now. With `Accept: text/event-stream` it goes on: `snapshot`, then `change` and `actions`."
    )

    private let live: LiveHall
    private let administration: Administration

    init(_ services: DeskServices) {
        live = services.live
        administration = services.access.administration
    }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "live", "watchLive", "Who is connected to what now, partners first.",
            query: [
                QueryMember("partners", .flag, "Only partners, where it is `true`."),
                QueryMember("console", .console, "Only those who use this console."),
                QueryMember("organisation", .short, "Only those of this organisation."), .user,
            ],
            answers: .okOrEvents(
                LiveDocument.self, "Who is connected; or events of it, for whoever takes `text/event-stream`."),
            use: Self.watch)
    ]

    @Sendable private func watch(_ call: DeskCall) async throws -> DeskAnswer {
        let filter = LiveFilter(
            partnersOnly: try call.flag("partners") ?? false, console: try call.console(),
            organisation: try call.organisation(), account: try call.user())
        let isMasked = !call.holds(.changePeople)
        guard call.request.takesEvents else {
            try await administration.noteLiveReading(by: call.actor, requestID: call.requestID)
            let list = await live.rows(filter)
            return try .json(LiveDocument(list.rows, leftOut: list.leftOut, isMasked: isMasked))
        }
        let audience = LiveAudience(
            actor: call.request.actor, recorded: call.actor, requestID: call.requestID, since: call.now,
            isMasked: isMasked)
        try await administration.noteWatchBegan(by: call.actor, requestID: call.requestID)
        guard let number = await live.admit(audience, filter, after: call.request.lastEventID.flatMap { UInt64($0) })
        else {
            await audience.noteEnd(by: administration)
            throw DeskProblem(
                status: 503, reason: .overloaded,
                detail:
                    "as many watch as may, \(LiveHall.most.all) of all people and \(LiveHall.most.ofOne) of one account"
            )
        }
        return .events(stream(number))
    }

    private func stream(_ number: Int) -> DeskStream {
        let live = live
        return DeskStream(
            next: { await live.next(number) },
            // Leaving waits for nobody but the record of it, which has the trail's own limit.
            cancel: { Task { await live.leave(number) } })
    }
}

extension DeskRequest {
    /// Asks for events by name: `*/*` gets a document.
    fileprivate var takesEvents: Bool {
        accept?.split(separator: ",").contains {
            $0.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased() == "text/event-stream"
        } ?? false
    }
}

extension DeskCall {
    /// As policies name them.
    fileprivate func console() throws(DeskProblem) -> ConsoleID? {
        guard let name = query("console") else { return nil }
        let bytes = name.utf8
        let isName =
            (1...64).contains(bytes.count) && (0x61...0x7A).contains(bytes.first ?? 0)
            && bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "_-".utf8.contains($0) }
        guard isName else {
            throw .badRequest("'console' is \(name.debugDescription), which is no console's name")
        }
        return ConsoleID(name)
    }

    fileprivate func organisation() throws(DeskProblem) -> String? {
        guard let name = query("organisation") else { return nil }
        guard (1...200).contains(name.unicodeScalars.count) else {
            throw .badRequest("'organisation' has 1 to 200 characters")
        }
        return name
    }

    fileprivate func flag(_ name: String) throws(DeskProblem) -> Bool? {
        switch query(name) {
        case nil: nil
        case "true": true
        case "false": false
        case .some(let text): throw .badRequest("'\(name)' is \(text.debugDescription), expected true or false")
        }
    }
}
