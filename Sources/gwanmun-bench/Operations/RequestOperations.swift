import Gateway
import GatewayHTTP1
import NIOCore

extension HotPath {
    /// The head of a request: read, searched for the session's cookie, written for the upstream.
    static func requestOperations() throws -> [Operation] {
        try [
            parsing("request.parse.browser", .browserRequest), parsing("request.parse.plain", .plainRequest),
            searching("request.cookie", .browserRequest), writing("request.write", .browserRequest),
        ]
    }

    private static func parsing(_ name: String, _ message: Message) -> Operation {
        var parser = RequestHeadParser()
        return Operation(name) {
            guard case .complete(let length) = parser.parse(message.bytes) else { return 0 }
            return length
        }
    }

    private static func searching(_ name: String, _ message: Message) throws -> Operation {
        let head = try head(of: message)
        return Operation(name) {
            guard case .found(let range) = head.cookie(.gateway, in: message.bytes) else { return 0 }
            return range.count
        }
    }

    private static func writing(_ name: String, _ message: Message) throws -> Operation {
        let head = try head(of: message)
        var out = ByteBufferAllocator().buffer(capacity: 4096)
        return Operation(name) {
            out.clear()
            head.write(from: message.bytes, into: &out)
            out.endHead()
            return out.readableBytes
        }
    }

    private static func head(of message: Message) throws -> RequestHead {
        var parser = RequestHeadParser()
        guard case .complete = parser.parse(message.bytes) else { throw SampleProblem("a sample request is refused") }
        return parser.head
    }
}
