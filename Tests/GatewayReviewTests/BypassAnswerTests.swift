import GatewayIdentity
import Testing

@testable import GatewayReview

/// Compliance profile nct-2025-04, T38: the answer of a look around the gate is stored with its date.
@Suite struct `An answer of the doctor about ways around` {
    private static let open =
        #"{"advice":"-","level":"error","subject":"console build","what":"reachable around the gate: http://127.0.0.1:7 answers a stranger with 200"}"#
    private static let refusing =
        #"{"advice":"-","level":"warning","subject":"console build","what":"reachable around the gate: http://127.0.0.1:7 answers a stranger, and refuses with 403"}"#
    private static let silent =
        #"{"advice":"-","level":"note","subject":"console build","what":"http://127.0.0.1:7 does not answer a stranger from here: refused"}"#
    private static let other = #"{"advice":"-","level":"warning","subject":"clock","what":"is not synchronised"}"#

    private static func text(
        sound: Bool, _ findings: [String], status: Int?, madeAt: String = "2026-11-20T10:00:00+09:00",
        more: String = ""
    ) -> String {
        let answered = #","answered":\#(status != nil)"# + (status.map { #","status":\#($0)"# } ?? "")
        return #"""
            {"asked":[{"address":"http://127.0.0.1:7","console":"build"\#(answered)}],"findings":[\#(findings.joined(separator: ","))],
            "host":"outside-1","made_at":"\#(madeAt)","sound":\#(sound)\#(more)}
            """#
    }

    private func problem(_ text: String) -> BypassProblem? {
        do throws(BypassProblem) {
            _ = try BypassAnswer(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `is failed where a console answers a stranger, also where it refuses them`() throws {
        for (finding, status) in [(Self.open, 200), (Self.refusing, 403)] {
            let answer = try BypassAnswer(Array(Self.text(sound: false, [finding], status: status).utf8))
            #expect(answer.result == .failed)
        }
    }

    @Test func `is passed where none answers, whatever else the doctor found`() throws {
        let answer = try BypassAnswer(Array(Self.text(sound: false, [Self.silent, Self.other], status: nil).utf8))
        #expect(answer.result == .passed && answer.host == "outside-1" && answer.consoles == ["build"])
        #expect(answer.content.due == answer.madeAt + .seconds(7 * 86400))
        #expect(answer.content.madeAt == RFC3339.parse("2026-11-20T10:00:00+09:00"))
        #expect(answer.content.about == "outside-1" && answer.content.kind == .bypass)
    }

    @Test func `that says one thing here and another there is refused`() {
        // The finding was taken out, or made harmless, or the status was.
        for text in [
            Self.text(sound: true, [], status: 200),
            Self.text(sound: true, [Self.open.replacing("error", with: "note")], status: 200),
            Self.text(sound: false, [Self.open], status: nil),
            Self.text(sound: true, [Self.open], status: 200),
            Self.text(sound: false, [Self.silent], status: nil),
            Self.text(sound: false, [Self.open, Self.open.replacing("build", with: "fab")], status: 200),
        ] {
            guard case .contradiction? = problem(text) else {
                Issue.record("\(text): \(String(describing: problem(text)))")
                continue
            }
        }
    }

    @Test func `is failed where one answers with what is no answer of HTTP`() throws {
        let text = Self.text(sound: false, [Self.refusing], status: 403).replacing(#","status":403"#, with: "")
        let answer = try BypassAnswer(Array(text.utf8))
        #expect(answer.result == .failed && answer.asked[0].answered && answer.asked[0].status == nil)
        let unanswered = text.replacing(#""answered":true"#, with: #""answered":false"#)
        #expect(problem(unanswered) == .contradiction("what it asked of 'build'"))
        let status = Self.text(sound: true, [Self.silent], status: nil)
            .replacing(#""answered":false"#, with: #""answered":false,"status":200"#)
        #expect(problem(status) == .contradiction("a status of 'build'"))
    }

    @Test func `that asked nobody shows nothing`() {
        let text = #"{"asked":[],"findings":[],"host":"h","made_at":"2026-11-20T10:00:00Z","sound":true}"#
        #expect(problem(text) == .nothingAsked)
    }

    @Test(arguments: [
        "", "[]", #"{"findings":[],"sound":true}"#, "{\"sound\":true} x",
        text(sound: true, [], status: nil, more: #","more":1"#),
        text(sound: true, [], status: nil, more: #","sound":true"#),
        text(sound: true, [], status: nil, madeAt: "yesterday"),
        text(sound: true, [#"{"level":"grave","subject":"a","what":"b","advice":"c"}"#], status: nil),
        text(sound: true, [#"{"level":"note","subject":"a","what":"b"}"#], status: nil),
        text(sound: true, [], status: 7), text(sound: true, [], status: nil).replacing("build", with: "build\\nfab"),
        text(sound: true, [], status: nil).replacing("outside-1", with: "outside\\u202e"),
        text(sound: true, [], status: nil).replacing(#""asked":[{"#, with: #""asked":[{"x":1,"#),
    ])
    func `of any other form is refused`(text: String) {
        #expect(problem(text) != nil)
    }

    @Test func `is at most a mebibyte`() {
        let text = Self.text(sound: true, [], status: nil)
        #expect(problem(text + String(repeating: " ", count: 1 << 20)) == .tooLarge)
    }
}
