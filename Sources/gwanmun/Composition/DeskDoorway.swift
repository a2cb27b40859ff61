import Gateway
import GatewayAccess
import GatewayDesk
import GatewayDeskPages
import GatewayIdentity
import GatewayPages

/// Leads from the two listeners of administration, the desk's and the control socket, to the one desk.
struct DeskDoorway: DeskDoor {
    let desk: DeskResponder
    /// For people with a browser.
    let console: DeskPages
    let pages: PageResponder

    var bodyLimit: Int { DeskResponder.bodyLimit }

    /// From the desk's listener: with a bound certificate, or not at all.
    func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async -> LocalResponse {
        let person: Person
        switch visitor.standing {
        case .verified(let verified): person = verified
        case .none: return pages.refuse(Refusal(.noClientCertificate), to: request, from: visitor, requestID: requestID)
        case .unbound:
            return pages.refuse(Refusal(.certificateNotBound), to: request, from: visitor, requestID: requestID)
        case .problem(let reason, _):
            return pages.refuse(Refusal(reason), to: request, from: visitor, requestID: requestID)
        }
        guard !DeskPages.owns(path: request.path) else {
            return await console.respond(to: request, from: visitor, requestID: requestID)
        }
        let actor = DeskActor.administrator(
            person.account, roles: Set(person.roles), proofs: visitor.session?.factors ?? [])
        return await LocalResponse(desk.respond(to: DeskRequest(request, by: actor), requestID: requestID))
    }

    /// From the control socket, by the kernel's word for who is at the other end.
    func respond(to request: LocalRequest, user: UInt32?, requestID: RequestID) async -> LocalResponse {
        guard let user else {
            return LocalResponse(
                status: 403, headers: [HeaderLine("Content-Type", "application/problem+json")],
                body: Array(#"{"reason":"not_allowed"}"#.utf8))
        }
        return await LocalResponse(
            desk.respond(to: DeskRequest(request, by: .controlSocket(uid: user)), requestID: requestID))
    }
}

extension DeskRequest {
    init(_ request: LocalRequest, by actor: DeskActor) {
        func field(_ name: String) -> String? { request.headers.first { $0.name.lowercased() == name }?.value }
        let mediaType = field("content-type").map { $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
        self.init(
            method: request.method, path: request.path, query: request.query, contentType: mediaType,
            acceptLanguage: field("accept-language"), host: field("host"), accept: field("accept"),
            lastEventID: field("last-event-id"), ifMatch: field("if-match"),
            ifNoneMatch: field("if-none-match"),
            body: request.body, actor: actor)
    }
}

extension LocalResponse {
    init(_ response: DeskResponse) {
        let headers =
            [HeaderLine("Content-Type", response.contentType)]
            + response.headers.map { HeaderLine($0.name, $0.value) }
        if let stream = response.stream {
            self.init(
                status: response.status, headers: headers,
                stream: StreamedBody(next: { await stream.next() }, cancel: { stream.cancel() }))
        } else {
            self.init(status: response.status, headers: headers, body: response.body)
        }
    }
}
