import HTTPTypes
import Hummingbird
import NIOCore

/// Our answers on their way through the router's types and back.
extension PageAnswer: ResponseGenerator {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        var fields = HTTPFields()
        let lines = headers + SecurityHeaders.lines(formTargets: formTargets)
        for line in lines {
            guard let name = HTTPField.Name(line.name) else { throw UnwritableField(name: line.name) }
            fields.append(HTTPField(name: name, value: line.value))
        }
        return Response(
            status: HTTPResponse.Status(code: status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

struct UnwritableField: Error {
    let name: String
}

/// Takes a response's body into memory, up to a limit: our pages are small, and one that grows past it is a mistake of
/// ours.
struct ResponseCollector: ResponseBodyWriter {
    static let limit = 1024 * 1024

    struct TooLong: Error {}

    final class Storage {
        var bytes: [UInt8] = []
    }

    let storage: Storage

    mutating func write(_ buffer: ByteBuffer) async throws {
        guard storage.bytes.count + buffer.readableBytes <= Self.limit else { throw TooLong() }
        storage.bytes.append(contentsOf: buffer.readableBytesView)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension LocalResponse {
    init(collecting response: Response) async throws {
        let storage = ResponseCollector.Storage()
        try await response.body.write(ResponseCollector(storage: storage))
        self.init(
            status: response.status.code, headers: response.headers.map { HeaderLine($0.name.rawName, $0.value) },
            body: storage.bytes)
    }
}
