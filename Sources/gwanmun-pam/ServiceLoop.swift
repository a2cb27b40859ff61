internal import GatewayCrypto
internal import GatewayPAM
internal import GatewayPAMWire
internal import Glibc

/// Reads a request, answers it, reads the next; in between, what modules ask goes to the gate and the person's answers come back.
struct ServiceLoop {
    let service: PAMService
    let socket: GateSocket

    /// Longer than the gate waits for modules: a helper whose gate has gone does not hang on.
    private static let patience: UInt32 = 300
    /// Longer than the gate gives a person for a whole login.
    private static let typingTime: UInt32 = 1200

    /// - Returns: the status to exit with: 0 when the gate has closed the socket between two requests.
    func run() -> CInt {
        while true {
            switch socket.receive(PAMRequest.init(message:)) {
            case .end: return EX_OK
            case .garbled: return EX_PROTOCOL
            case .message(let request):
                alarm(Self.patience)
                let answer = service.answer(to: request, asking: ask)
                alarm(0)
                guard socket.send(answer.message()) else { return EX_IOERR }
            }
        }
    }

    private func ask(_ question: PAMAnswer) -> [SecretBytes]? {
        alarm(Self.typingTime)
        defer { alarm(Self.patience) }
        guard socket.send(question.message()) else { return nil }
        switch socket.receive(PAMReply.init(message:)) {
        case .end, .garbled: return nil
        case .message(let reply): return reply.answers
        }
    }
}
