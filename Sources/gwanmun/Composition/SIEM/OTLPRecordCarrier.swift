import GatewayCrypto
import GatewayIdentity
import GatewaySIEM
import GatewaySettings
import GatewayTLS
import GatewayVault
import NIOCore
import NIOPosix

/// Records to a collector of OpenTelemetry: one request for some hundred of them, taken when it says so.
final class OTLPRecordCarrier: RecordCarrier {
    let isAcknowledged = true

    private static let recordsPerRequest = 256
    private static let patience = TimeAmount.seconds(15)

    private let client: HTTPClient
    private let path: String
    private let form: OTLPForm
    private let authorization: String?
    private let interruption: Interruption
    private let clock: Clock

    init(
        _ settings: SIEMReceiver.OTLP, host: String, version: String, interruption: Interruption, clock: @escaping Clock
    ) throws {
        let context = try TLSClientContext(
            trustFile: settings.papers.trust, certificateChainFile: settings.papers.chain,
            privateKeyFile: settings.papers.key)
        client = HTTPClient(
            peer: HTTPPeer(settings.endpoint.server, verifiedBy: context), patience: .seconds(10),
            answerLimit: 64 * 1024)
        path = settings.endpoint.path
        form = OTLPForm(host: host, version: version)
        authorization = try settings.authorization.map { file in
            let line = try SecretLine.read(file)
            let text = line.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw CarrierFailure("\(file): expected one line of printable ASCII, such as 'Bearer …'")
            }
            return text
        }
        self.interruption = interruption
        self.clock = clock
    }

    func send(_ messages: [SIEMMessage]) throws(CarrierFailure) -> UInt64 {
        var rejected: UInt64 = 0
        var rest = messages[...]
        while !rest.isEmpty {
            rejected += try request(Array(rest.prefix(Self.recordsPerRequest)))
            rest = rest.dropFirst(Self.recordsPerRequest)
        }
        return rejected
    }

    func look() {}
    func drop() {}

    private func request(_ messages: [SIEMMessage]) throws(CarrierFailure) -> UInt64 {
        var headers = [("Content-Type", "application/json")]
        if let authorization { headers.append(("Authorization", authorization)) }
        let call = HTTPCall(.post, path, headers: headers, body: form.request(messages, observedAt: clock()))
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: HTTPAnswer.self)
        let client = client
        promise.completeWithTask { try await client.send(call) }
        let answer: HTTPAnswer
        do { answer = try interruption.value(of: promise.futureResult, within: Self.patience) } catch {
            throw CarrierFailure(error)
        }
        switch OTLPAnswer(status: answer.status, body: answer.body, retryAfter: answer.retryAfter) {
        case .taken: return 0
        case .partly(let rejected, _): return rejected
        case .refused(let why, let pause):
            throw CarrierFailure(why, pause: pause.map { .seconds($0) })
        }
    }
}
