internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An answer of a route, on its way through the router's types.
struct DeskAnswer: ResponseGenerator {
    let status: HTTPResponse.Status
    let contentType: String
    let body: [UInt8]
    /// In place of `body`: made while it is sent.
    var stream: DeskStream?
    /// `ETag` and `Location`, where an answer has them.
    var headers: HTTPFields = [:]

    static func json<Document: DeskDocument>(_ document: Document, status: HTTPResponse.Status = .ok) throws
        -> DeskAnswer
    {
        DeskAnswer(
            status: status, contentType: "application/json", body: try DeskJSON.encode(document))
    }

    /// `{"users": […]}`.
    static func list<Document: DeskDocument>(
        _ name: String, _ documents: [Document], status: HTTPResponse.Status = .ok
    ) throws -> DeskAnswer {
        DeskAnswer(
            status: status, contentType: "application/json", body: try DeskJSON.encode([name: documents]))
    }

    /// `text/event-stream`, as long as somebody reads it.
    static func events(_ stream: DeskStream) -> DeskAnswer {
        DeskAnswer(status: .ok, contentType: "text/event-stream", body: [], stream: stream)
    }

    /// Done, and nothing to tell.
    static let done = DeskAnswer(status: .noContent, contentType: "application/json", body: [])

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var fields = headers
        fields[.contentType] = contentType
        return Response(
            status: status, headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension DeskResponse {
    init(collecting response: Response, or stream: DeskStream?) async throws {
        let collector = Collector()
        try await response.body.write(collector)
        self.init(
            status: response.status.code, contentType: response.headers[.contentType] ?? "application/octet-stream",
            body: collector.storage.bytes,
            headers: [HTTPField.Name.eTag, .location].compactMap { name in
                response.headers[name].map { Header(name: name.canonicalName, value: $0) }
            }, stream: stream)
    }

    /// Our answers are lists of one organisation's people: they fit into memory.
    private struct Collector: ResponseBodyWriter {
        final class Storage {
            var bytes: [UInt8] = []
        }

        let storage = Storage()

        mutating func write(_ buffer: ByteBuffer) async throws {
            storage.bytes.append(contentsOf: buffer.readableBytesView)
        }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
