import Gateway
import GatewayAudit
import GatewayCrypto
import GatewayHTTP1
import GatewayIdentity
import GatewayPolicy
import NIOCore

/// Everything that is done for one request between its bytes and the bytes of its answer, sockets and TLS left out.
final class WholeRequest {
    private let request = Message.plainRequest
    private let response = Message.fileResponse
    private let sessions: SampleSessions
    private let standing: Standing
    private let records = RecordParts()
    private let hasher = SHA256Hasher()
    private var requests = RequestHeadParser()
    private var responses = ResponseHeadParser()
    private var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 0x5eed))
    private var out = ByteBufferAllocator().buffer(capacity: 4096)

    init(sessions: Int, policy: SamplePolicy) throws {
        self.sessions = SampleSessions(count: sessions)
        standing = policy.standing
        guard pass() > 0 else { throw SampleProblem("the sample request does not pass") }
    }

    func operation(named name: String) -> Operation { Operation(name) { self.pass() } }

    /// - Returns: bytes of the record; 0 if the request was turned away on its road.
    private func pass() -> Int {
        guard case .complete = requests.parse(request.bytes) else { return 0 }
        let head = requests.head
        guard case .found(let token) = head.cookie(.gateway, in: request.bytes),
            sessions.session(showing: request.bytes[token], hasher) != nil, isPermitted(request.bytes[head.target.path])
        else { return 0 }
        write { head.write(from: request.bytes, into: &$0) }
        let context = ResponseContext(toHead: head.method == .head)
        guard case .complete = responses.parse(response.bytes, answering: context) else { return 0 }
        write { responses.head.write(from: response.bytes, chunked: false, into: &$0) }
        return composer.compose(records.entry()) { $0.count }
    }

    private func isPermitted(_ path: UnsafeRawBufferPointer) -> Bool {
        do throws(CanonicalPath.Problem) {
            guard case .permit = try standing.decide(.get, rawPath: path) else { return false }
            return true
        } catch {
            return false
        }
    }

    private func write(_ head: (inout ByteBuffer) -> Void) {
        out.clear()
        head(&out)
        out.endHead()
    }
}
