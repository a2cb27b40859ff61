import GatewayCrypto
import GatewayPAMHelper
import GatewayPAMWire
import Testing

extension PAMAuthenticator {
    /// The end of a transaction that asks nothing.
    func answer(to request: PAMRequest) async throws(PAMHelperFailure) -> PAMAnswer {
        switch try await begin(request) {
        case .finished(let answer): return answer
        case .asks(let question, _, let dialogue):
            Issue.record("asked: \(question)")
            end(dialogue)
            throw .noDialogue
        }
    }
}

extension PAMReply {
    init(_ texts: [String]) throws { try self.init(answers: texts.map { SecretBytes(copying: Array($0.utf8)) }) }
}
