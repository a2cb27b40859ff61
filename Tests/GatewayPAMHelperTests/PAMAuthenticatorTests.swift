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
        let answer = try await authenticator.answer(to: request("kim-7f3a", ["correct horse"]))
        if assignment.isEmpty { #expect(answer.outcome == .accepted) } else { expectNoEntry(answer) }
        await authenticator.close()
    }

    @Test func `is refused when modules let somebody in without looking at it`() async throws {
        try await expectNoEntry(answer("careless", "kim-7f3a", ["correct horse"]))
        try await expectNoEntry(answer("careless", "kim-7f3a", []))
        // One that was looked at, and one that was not.
        try await expectNoEntry(answer("login", "kim-7f3a", ["correct horse", "755224"]))
    }

    /// The module asks for ten minutes; the gate makes refusals take equally long itself.
    @Test func `is refused without the delay that modules ask for`() async throws {
        try await expectNoEntry(answer("delaying", "kim-7f3a", ["correct horse"]))
    }

    /// Beside a code that is wrong: else the time tells that the password is right.
    @Test func `that is right takes as long as a wrong one where it opens nothing`() async throws {
        let quantum = Duration.milliseconds(1500)
        let authenticator = try folder.authenticator("login", refusalQuantum: quantum)
        let right = try request("kim-7f3a", ["correct horse"])
        let begin = ContinuousClock.now
        guard case .finished(let answer) = try await authenticator.begin(right, holdingSuccess: true) else {
            Issue.record("asked")
            return
        }
        #expect(answer.outcome == .accepted)
        #expect(begin.duration(to: .now) >= quantum)
        await authenticator.close()
    }

    @Test func `of a module that hangs costs that attempt alone`() async throws {
        let authenticator = try authenticator("trouble", patience: .milliseconds(500))
        await #expect(throws: PAMHelperFailure.silent) {
            try await authenticator.answer(to: request("hang-0000", ["x"]))
        }
        #expect(try await authenticator.answer(to: request("kim-7f3a", ["correct horse"])).outcome == .accepted)
        await authenticator.close()
    }

    @Test func `of a module that ends its process costs that attempt alone`() async throws {
        let authenticator = try authenticator("trouble")
        let right = try request("kim-7f3a", ["correct horse"])
        #expect(try await authenticator.answer(to: right).outcome == .accepted)
        await #expect(throws: PAMHelperFailure.died) { try await authenticator.answer(to: request("die-0000", ["x"])) }
        #expect(try await authenticator.answer(to: right).outcome == .accepted)
        #expect(authenticator.counts.starts == 2)
        await authenticator.close()
    }

    private func answer(_ service: String, _ account: String, _ answers: [String]) async throws -> PAMAnswer {
        let authenticator = try authenticator(service)
        let answer = try await authenticator.answer(to: request(account, answers))
        await authenticator.close()
        return answer
    }

    private func expectNoEntry(_ answer: PAMAnswer, at location: SourceLocation = #_sourceLocation) {
        switch answer.outcome {
        case .refused, .unavailable: return
        case .accepted, .changed, .asks: Issue.record("\(answer.outcome)", sourceLocation: location)
        }
    }

    private func authenticator(_ service: String, patience: Duration = .seconds(20)) throws -> PAMAuthenticator {
        try folder.authenticator(service, patience: patience)
    }

    private func request(_ account: String, _ answers: [String]) throws -> PAMRequest {
        try folder.request(account, answers)
    }
}
