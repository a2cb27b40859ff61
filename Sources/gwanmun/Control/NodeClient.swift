import FoundationEssentials

/// A running node's administration API, as commands use it.
struct NodeClient: Sendable {
    private let client: HTTPClient
    /// Where the node is, for messages.
    private let place: String
    /// Of the desk; the control socket's file permission is its own proof.
    private let sessionToken: String?

    init(_ controlSocket: String) {
        client = HTTPClient(peer: HTTPPeer(controlSocket: controlSocket))
        place = controlSocket
        sessionToken = nil
    }

    /// - Parameter token: of a desk session that is open.
    init(desk client: HTTPClient, at place: String, token: String) {
        self.client = client
        self.place = place
        sessionToken = token
    }

    /// Whether anybody answers at all.
    var isRunning: Bool {
        get async {
            do throws(HTTPFailure) {
                _ = try await client.send(HTTPCall(.get, "/", headers: headers))
                return true
            } catch {
                return false
            }
        }
    }

    // MARK: Asking

    /// - Parameter path: segments below `/api/v1`, not yet encoded.
    func get<Answer: Decodable>(_ path: String..., query: (name: String, value: String)? = nil) async throws -> Answer {
        let suffix = query.map { "?\($0.name)=\($0.value.percentEncoded)" } ?? ""
        return try decode(try await send(HTTPCall(.get, Self.target(path) + suffix, headers: headers)))
    }

    func get<Answer: Decodable>(_ path: String..., query: [(name: String, value: String)]) async throws -> Answer {
        let suffix = query.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return try decode(try await send(HTTPCall(.get, Self.target(path) + "?" + suffix, headers: headers)))
    }

    func post<Answer: Decodable>(_ path: String..., body: some Encodable) async throws -> Answer {
        try decode(try await send(try change(path, body)))
    }

    func put<Answer: Decodable>(_ path: String..., body: some Encodable) async throws -> Answer {
        try decode(try await send(try change(path, body, by: .put)))
    }

    /// For a change that may answer nothing: then `nil`.
    func postIfAnswered<Answer: Decodable>(_ path: String..., body: some Encodable) async throws -> Answer? {
        let answer = try await send(try change(path, body))
        return answer.body.isEmpty ? nil : try decode(answer)
    }

    /// For a change that answers nothing.
    func post(_ path: String..., body: some Encodable) async throws {
        _ = try await send(try change(path, body))
    }

    /// Ends the desk session.
    func signOut() async throws {
        _ = try await send(HTTPCall(.delete, DeskSignIn.path, headers: headers))
    }

    private func change(_ path: [String], _ body: some Encodable, by method: HTTPCall.Method = .post) throws -> HTTPCall
    {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return HTTPCall(
            method, Self.target(path), headers: headers + [("Content-Type", "application/json")],
            body: Array(try encoder.encode(body)))
    }

    private var headers: [(name: String, value: String)] { DeskSignIn.headers(sessionToken) }

    private static func target(_ path: [String]) -> String {
        "/api/v1/" + path.map(\.percentEncoded).joined(separator: "/")
    }

    /// Asks for events, and hands on what comes of them until there are no more.
    func watch(
        _ path: String..., query: [(name: String, value: String)], to sink: @escaping @Sendable ([UInt8]) -> Void
    ) async throws {
        let pairs = query.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
        let call = HTTPCall(
            .get, Self.target(path) + (pairs.isEmpty ? "" : "?" + pairs),
            headers: headers.filter { $0.name != "Accept" } + [("Accept", "text/event-stream")])
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await client.stream(call, to: sink)
        } catch {
            throw CommandFailure(reaching: place, error)
        }
        guard answer.isSuccess else { throw CommandFailure(NodeRefusal(answer)) }
    }

    // MARK: Answers

    private func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await client.send(call)
        } catch {
            throw CommandFailure(reaching: place, error)
        }
        guard answer.isSuccess else { throw CommandFailure(NodeRefusal(answer)) }
        return answer
    }

    private func decode<Answer: Decodable>(_ answer: HTTPAnswer) throws -> Answer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Answer.self, from: Data(answer.body))
        } catch {
            throw CommandFailure(
                "the node at \(place) answers in a way this program does not know",
                hint: "Are both of the same version? 'gwanmun --version'")
        }
    }
}
