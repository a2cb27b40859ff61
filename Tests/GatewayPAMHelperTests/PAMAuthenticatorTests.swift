import FoundationEssentials
import GatewayCrypto
import GatewayPAMHelper
import GatewayPAMWire
import GatewayTesting
import Testing

/// Over the real program `gwanmun-pam` and real modules.
@Suite struct `A password by PAM` {
    private let temporary: TemporaryFolder
    private let folder: PAMFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = try PAMFolder(in: temporary)
    }

    @Test func `is accepted when it is right and the account may be used`() async throws {
        #expect(try await answer("login", "kim-7f3a", ["correct horse"]).outcome == .accepted)
    }

    @Test(arguments: [
        ("kim-7f3a", "wrong"), ("kim-7f3a", ""), ("kim-7f3a", "correct horse "), ("kim-7f3a", "battery staple"),
        ("nobody-9999", "correct horse"), ("KIM-7F3A", "correct horse"),
    ])
    func `is refused when it is wrong, or nobody's`(account: String, password: String) async throws {
        try await expectNoEntry(answer("login", account, [password]))
    }

    @Test func `is refused when the account may not be used`() async throws {
        // Allowed for another service alone.
        try await expectNoEntry(answer("login", "lee-1b2c", ["battery staple"]))
        try await expectNoEntry(answer("closed", "kim-7f3a", ["correct horse"]))
    }

    @Test(arguments: ["broken", "missing"])
    func `is refused when the modules are not there`(service: String) async throws {
        try await expectNoEntry(answer(service, "kim-7f3a", ["correct horse"]))
    }

    @Test(arguments: ["", "PAM_USER=lee-1b2c"])
    func `lets in nobody whom a module has given another name`(assignment: String) async throws {
        let authenticator = PAMAuthenticator(
            PAMHelperSettings(
                program: HelperProgram(
                    path: "/bin/sh",
                    arguments: ["-c", "\(assignment) exec '\(try Programs.helper())' renaming '\(folder.path)'"]),
                processes: 1, refusalQuantum: .milliseconds(1)))
        let answer = try await authenticator.answer(to: request("kim-7f3a", []))
        if assignment.isEmpty { #expect(answer.outcome == .accepted) } else { expectNoEntry(answer) }
        await authenticator.close()
    }

    /// The module asks for ten minutes; the gate makes refusals take equally long itself.
    @Test func `is refused without the delay that modules ask for`() async throws {
        try await expectNoEntry(answer("delaying", "kim-7f3a", ["correct horse"]))
    }

    @Test func `can be one of several things that modules ask`() async throws {
        // RFC 4226 appendix D, counter 0.
        #expect(try await answer("two", "kim-7f3a", ["correct horse", "755224"]).outcome == .accepted)
        try await expectNoEntry(answer("two", "kim-7f3a", ["wrong", "287082"]))
        try await expectNoEntry(answer("two", "kim-7f3a", ["correct horse", "000000"]))
    }

    @Test func `is asked for by what modules ask`() async throws {
        let none = try await answer("login", "kim-7f3a", [])
        #expect(none.outcome == .asksMore([PAMPrompt(text: "Password: ", isEchoed: false)]))
        guard case .asksMore(let prompts) = try await answer("two", "kim-7f3a", ["correct horse"]).outcome else {
            Issue.record("enough for two modules")
            return
        }
        #expect(prompts.count == 2 && prompts[1].text.contains("One-time password"))
    }

    @Test func `that has expired is told from one that is wrong, and can be changed`() async throws {
        #expect(try await answer("expired", "kim-7f3a", ["correct horse"]).outcome == .passwordExpired)
        try await expectNoEntry(answer("expired", "kim-7f3a", ["wrong"]))

        let differing = try await answer(
            "expired", "kim-7f3a", ["correct horse"], changing: ["correct horse", "one", "two"])
        #expect(differing.outcome != .changed)
        let unasked = try await answer("expired", "kim-7f3a", ["correct horse"], changing: ["correct horse"])
        #expect(unasked.outcome != .changed)
        #expect(try folder.text(of: "passwords").contains("kim-7f3a:correct horse:"))

        let changed = try await answer(
            "expired", "kim-7f3a", ["correct horse"], changing: ["correct horse", "new", "new"])
        #expect(changed.outcome == .changed)
        #expect(try folder.text(of: "passwords").contains("kim-7f3a:new:"))
    }

    @Test func `of a module that hangs costs that attempt alone`() async throws {
        let authenticator = try authenticator("trouble", patience: .milliseconds(500))
        await #expect(throws: PAMHelperFailure.silent) {
            try await authenticator.answer(to: request("hang-0000", []))
        }
        #expect(try await authenticator.answer(to: request("kim-7f3a", [])).outcome == .accepted)
        await authenticator.close()
    }

    @Test func `of a module that ends its process costs that attempt alone`() async throws {
        let authenticator = try authenticator("trouble")
        #expect(try await authenticator.answer(to: request("kim-7f3a", [])).outcome == .accepted)
        await #expect(throws: PAMHelperFailure.died) { try await authenticator.answer(to: request("die-0000", [])) }
        #expect(try await authenticator.answer(to: request("kim-7f3a", [])).outcome == .accepted)
        await authenticator.close()
    }

    private func answer(
        _ service: String, _ account: String, _ answers: [String], changing: [String]? = nil
    ) async throws -> PAMAnswer {
        let authenticator = try authenticator(service)
        let answer = try await authenticator.answer(to: request(account, answers, changing: changing))
        await authenticator.close()
        return answer
    }

    private func expectNoEntry(_ answer: PAMAnswer, at location: SourceLocation = #_sourceLocation) {
        switch answer.outcome {
        case .refused, .unavailable: return
        case .accepted, .passwordExpired, .changed, .asksMore:
            Issue.record("\(answer.outcome)", sourceLocation: location)
        }
    }

    private func authenticator(_ service: String, patience: Duration = .seconds(20)) throws -> PAMAuthenticator {
        PAMAuthenticator(
            PAMHelperSettings(
                program: .pam(at: try Programs.helper(), service: service, folder: folder.path), processes: 1,
                patience: patience, refusalQuantum: .milliseconds(1)))
    }

    private func request(_ account: String, _ answers: [String], changing: [String]? = nil) throws -> PAMRequest {
        try PAMRequest(
            purpose: changing == nil ? .verify : .changeExpired, account: account, source: "192.0.2.7",
            answers: answers.map { SecretBytes(copying: Array($0.utf8)) },
            changeAnswers: (changing ?? []).map { SecretBytes(copying: Array($0.utf8)) })
    }
}
