import Gateway
import GatewayHTTP1
import NIOCore

extension HotPath {
    /// The head of an answer: read from the upstream, written for the client.
    static func responseOperations() throws -> [Operation] {
        let message = Message.fileResponse
        var parser = ResponseHeadParser()
        guard case .complete = parser.parse(message.bytes, answering: ResponseContext()) else {
            throw SampleProblem("the sample response is refused")
        }
        let head = parser.head
        var reader = ResponseHeadParser()
        var out = ByteBufferAllocator().buffer(capacity: 4096)
        return [
            Operation("response.parse") {
                guard case .complete(let length) = reader.parse(message.bytes, answering: ResponseContext()) else {
                    return 0
                }
                return length
            },
            Operation("response.write") {
                out.clear()
                head.write(from: message.bytes, chunked: false, into: &out)
                out.endHead()
                return out.readableBytes
            },
        ]
    }
}
