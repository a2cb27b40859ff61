import GatewayHTTP1
import Testing

@Suite struct `The published corpus` {
    @Test(arguments: try CorpusCase.list("index.json"))
    func `is refused for the reason given, message by message`(case: CorpusCase) throws {
        let bytes = try `case`.bytes()
        #expect(verdict(on: bytes) == `case`.code)
        if `case`.stage == .head, let problem = HeadProblem(rawValue: `case`.code) {
            #expect(try #require(`case`.status).contains(problem.status))
        }
    }

    @Test(arguments: try CorpusCase.list("benign.json"))
    func `has good messages beside the bad, and they pass`(case: CorpusCase) throws {
        #expect(verdict(on: try `case`.bytes()) == "accepted")
    }

    @Test(arguments: try CorpusCase.list("index.json") + CorpusCase.list("benign.json"))
    func `reads the same however it is cut, and the same again when written anew`(case: CorpusCase) throws {
        #expect(RequestHeadProperties.violation(in: try `case`.bytes()) == nil)
    }

    @Test func `provokes every problem a request can have`() throws {
        let provoked = Set(try CorpusCase.list("index.json").map(\.code))
        let ofResponses: Set<HeadProblem> = [.statusLineMalformed, .upgradeUnasked, .webSocketAnswerRefused]
        for problem in HeadProblem.allCases where !ofResponses.contains(problem) {
            #expect(provoked.contains(problem.rawValue))
        }
    }

    /// The code of the first refusal, of the head or of the chunked body behind it, or `accepted`.
    private func verdict(on bytes: [UInt8]) -> String {
        var parser = RequestHeadParser()
        switch bytes.withUnsafeBytes({ parser.parse($0) }) {
        case .needsMore: return "needs more"
        case .refused(let problem): return problem.rawValue
        case .complete(let length):
            guard parser.head.body == .chunked else { return "accepted" }
            let body = Array(bytes[length...])
            switch ChunkedProperties.decoded(body, inPiecesOf: body.count).end {
            case .open: return "needs more"
            case .end: return "accepted"
            case .refused(let problem): return problem.code
            }
        }
    }
}
