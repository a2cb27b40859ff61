import GatewayCrypto
import GatewayPAMHelper
import GatewayPAMWire
import GatewayTesting
import Testing

/// Over the real program `gwanmun-pam` and real modules.
@Suite struct `A dialogue with PAM` {
    private let temporary: TemporaryFolder
    private let folder: PAMFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = try PAMFolder(in: temporary)
    }

    @Test func `asks for the password that did not come with the request`() async throws {
        let authenticator = try folder.authenticator("login")
        let (question, dialogue) = try asked(await authenticator.begin(folder.request("kim-7f3a", [])))
        #expect(question.stage == .authentication)
        #expect(question.prompts == [PAMPrompt(text: "Password: ", isEchoed: false)])
        let end = try await authenticator.goOn(dialogue, with: PAMReply(["correct horse"]))
        #expect(outcome(end) == .accepted)
        await authenticator.close()
    }

    @Test(arguments: [
        ("correct horse", "755224", true), ("correct horse", "000000", false), ("wrong", "287082", false),
    ])
    func `asks for a second thing, and judges both`(password: String, code: String, isRight: Bool) async throws {
        // RFC 4226 appendix D, counter 0 and 1.
        let authenticator = try folder.authenticator("two")
        let begun = try await authenticator.begin(folder.request("kim-7f3a", [password]))
        let (question, dialogue) = try asked(begun)
        #expect(question.prompts.count == 1 && question.prompts[0].text.contains("One-time password"))
        let end = outcome(try await authenticator.goOn(dialogue, with: PAMReply([code])))
        #expect((end == .accepted) == isRight)
        await authenticator.close()
    }

    /// Whoever types slowly keeps nobody else out.
    @Test func `keeps a helper to itself and no other attempt waiting`() async throws {
        let authenticator = try folder.authenticator("two")
        let (_, first) = try asked(await authenticator.begin(folder.request("kim-7f3a", ["correct horse"])))
        let (_, second) = try asked(await authenticator.begin(folder.request("lee-1b2c", ["battery staple"])))
        #expect(authenticator.counts.helpers == 2)
        #expect(outcome(try await authenticator.goOn(first, with: PAMReply(["755224"]))) == .accepted)
        authenticator.end(second)
        await authenticator.close()
        #expect(authenticator.counts.helpers == 0)
    }

    @Test func `can be gone on with once`() async throws {
        let authenticator = try folder.authenticator("two")
        let (_, dialogue) = try asked(await authenticator.begin(folder.request("kim-7f3a", ["correct horse"])))
        #expect(outcome(try await authenticator.goOn(dialogue, with: PAMReply(["755224"]))) == .accepted)
        await #expect(throws: PAMHelperFailure.noDialogue) {
            try await authenticator.goOn(dialogue, with: PAMReply(["755224"]))
        }
        await authenticator.close()
    }

    @Test(arguments: [[], ["755224", "755224"]])
    func `is over when answers and prompts do not match`(answers: [String]) async throws {
        let authenticator = try folder.authenticator("two")
        let (_, dialogue) = try asked(await authenticator.begin(folder.request("kim-7f3a", ["correct horse"])))
        let end = outcome(try await authenticator.goOn(dialogue, with: PAMReply(answers)))
        #expect(end != .accepted)
        await authenticator.close()
    }

    @Test func `has an expired password changed, once it was proved`() async throws {
        let authenticator = try folder.authenticator("expired")
        guard case .finished(let refused) = try await authenticator.begin(folder.request("kim-7f3a", ["wrong"])) else {
            Issue.record("a wrong password is asked to be changed")
            return
        }
        #expect(refused.outcome != .accepted && refused.outcome != .changed)

        var step = try await authenticator.begin(folder.request("kim-7f3a", ["correct horse"]))
        var stages: [PAMQuestion.Stage] = []
        for answer in ["correct horse", "new", "new"] {
            let (question, dialogue) = try asked(step)
            stages.append(question.stage)
            step = try await authenticator.goOn(dialogue, with: PAMReply([answer]))
        }
        #expect(stages == [.change, .change, .change])
        #expect(outcome(step) == .changed)
        #expect(try folder.text(of: "passwords").contains("kim-7f3a:new:"))
        await authenticator.close()
    }

    @Test func `asks for the old password again when it was mistyped`() async throws {
        let authenticator = try folder.authenticator("expired")
        let begun = try await authenticator.begin(folder.request("kim-7f3a", ["correct horse"]))
        let (first, mistyped) = try asked(begun)
        let (again, dialogue) = try asked(await authenticator.goOn(mistyped, with: PAMReply(["correct hose"])))
        #expect(first == again && again.stage == .change)
        #expect(try folder.text(of: "passwords").contains("kim-7f3a:correct horse:"))
        authenticator.end(dialogue)
        await authenticator.close()
    }

    @Test func `takes no word for a change that did not happen`() async throws {
        let authenticator = try folder.authenticator("unchanging")
        let end = outcome(try await authenticator.begin(folder.request("kim-7f3a", ["correct horse"])))
        #expect(end != nil && end != .changed && end != .accepted)
        await authenticator.close()
    }

    private func asked(_ step: PAMStep, at location: SourceLocation = #_sourceLocation) throws -> (
        PAMQuestion, PAMDialogue
    ) {
        switch step {
        case .asks(let question, _, let dialogue): return (question, dialogue)
        case .finished(let answer):
            Issue.record("finished: \(answer)", sourceLocation: location)
            throw PAMHelperFailure.noDialogue
        }
    }

    private func outcome(_ step: PAMStep) -> PAMAnswer.Outcome? {
        switch step {
        case .asks: nil
        case .finished(let answer): answer.outcome
        }
    }
}
