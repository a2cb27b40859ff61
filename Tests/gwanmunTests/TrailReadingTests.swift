import GatewayReplay
import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `The decision that explains a request` {
    private let folder: TemporaryFolder
    private static let id = "000000000000000000000000000000ab"

    init() throws { folder = try TemporaryFolder() }

    /// - Parameter decisions: the word, the label that it was decided with, the request.
    private func decision(_ decisions: [(String, label: String?, of: String)]) throws -> DecisionReading? {
        var text = ""
        for (number, (word, label, request)) in decisions.enumerated() {
            text += #"{"seq":\#(number + 1),"ts":"2026-11-20T09:01:0\#(number).000+09:00","event_id":"0\#(number)","#
            text +=
                #""type":"decision","severity":"info","outcome":"success","host":"gw01","request_id":"\#(request)","#
            text +=
                #""account":"kim-7f3a","roles":["staff"],"src_ip":"10.20.0.5","upstream":"fab","grade":"sensitive","#
            text += #""method":"GET","path":"/x","decision":"\#(word)","rule_id":"r\#(number)","inputs":"whole""#
            text += (label.map { #","label":"\#($0)""# } ?? "") + "}\n"
        }
        let descriptor = open(folder.path + "/00000000000000000001.jsonl", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
        return try TrailReading(folder.path).decision(on: Self.id)
    }

    private func rule(_ reading: DecisionReading?) -> String? {
        guard case .decision(let decision) = reading else { return nil }
        return decision.answer.rule
    }

    @Test(arguments: ["deny", "step_up"])
    func `is the one that refused it by the label of the answer, not the permit before`(refusal: String) throws {
        let reading = try decision([
            ("permit", nil, Self.id), (refusal, "classified", Self.id),
            ("deny", nil, "000000000000000000000000000000ac"),
        ])
        #expect(rule(reading) == "r1")
        let answered =
            [("permit", nil, Self.id), (refusal, "classified", Self.id), ("permit", nil, Self.id)]
            as [(String, label: String?, of: String)]
        #expect(rule(try decision(answered)) == "r1")
    }

    @Test func `is the last where nothing refused it, and none where nothing is about it`() throws {
        #expect(rule(try decision([("permit", nil, Self.id), ("permit", "classified", Self.id)])) == "r1")
        #expect(try decision([("deny", nil, "000000000000000000000000000000ac")]) == nil)
    }
}
