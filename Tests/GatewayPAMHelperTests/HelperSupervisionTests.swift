import GatewayCrypto
import GatewayPAMHelper
import GatewayPAMWire
import GatewayTesting
import Testing

/// With shells in the helper's place, which do what no helper should.
@Suite struct `A PAM helper` {
    @Test(
        arguments: [
            (#"exit 0"#, .died), (#"kill -9 $$"#, .died), (#"head -c 4 <&3; exit 1"#, .died),
            (#"exec sleep 600"#, .silent), (#"printf '\000\000\000\005!' >&3; exec sleep 600"#, .silent),
            (#"printf '\377\377\377\377' >&3; exec sleep 600"#, .garbled(.tooLong)),
            (#"printf 'HTTP/1.1 200 OK' >&3; exec sleep 600"#, .garbled(.tooLong)),
            (#"printf '\000\000\000\002x\000' >&3; exec sleep 600"#, .garbled(.unknownKind)),
            (#"printf '\000\000\000\001!' >&3; exec sleep 600"#, .garbled(.malformed)),
            (#"printf '\000\000\000\000' >&3; exec sleep 600"#, .garbled(.malformed)),
            (#"printf '\000\000\000\003!\000x' >&3; exec sleep 600"#, .garbled(.malformed)),
        ] as [(String, PAMHelperFailure)])
    func `that misbehaves lets nobody in`(script: String, failure: PAMHelperFailure) async throws {
        let authenticator = authenticator(script, patience: .milliseconds(300))
        await #expect(throws: failure) { try await authenticator.answer(to: request()) }
        await authenticator.close()
    }

    @Test func `that cannot be started lets nobody in`() async throws {
        let authenticator = PAMAuthenticator(
            PAMHelperSettings(
                program: .pam(at: "/nonexistent/gwanmun-pam", service: "login"), refusalQuantum: .milliseconds(1)))
        await #expect(throws: PAMHelperFailure.cannotStart(code: 2)) {
            try await authenticator.answer(to: request())
        }
        await authenticator.close()
    }

    /// It accepts twice with one process: `$$` is in the notice.
    @Test func `is asked again while it behaves`() async throws {
        let authenticator = authenticator(Self.accepting)
        let first = try await authenticator.answer(to: request())
        let second = try await authenticator.answer(to: request())
        #expect(first.outcome == .accepted)
        #expect(!first.notices.isEmpty && first == second)
        await authenticator.close()
    }

    @Test func `that says something unasked is replaced before it is asked`() async throws {
        // The second answer is there before the second question.
        let authenticator = authenticator(Self.accepting.replacing("answer;", with: "answer; answer;"))
        let first = try await authenticator.answer(to: request())
        let second = try await authenticator.answer(to: request())
        #expect(first.outcome == .accepted && second.outcome == .accepted)
        #expect(first.notices != second.notices)
        await authenticator.close()
    }

    @Test func `is waited for by no more than may wait`() async throws {
        let folder = try TemporaryFolder()
        let release = folder.path + "/go"
        let authenticator = authenticator(
            Self.accepting.replacing("answer;", with: "while [ ! -e '\(release)' ]; do sleep 0.05; done; answer;"),
            patience: .seconds(300), waiting: 1)
        let request = try request()
        try await withThrowingTaskGroup(of: PAMHelperFailure?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do throws(PAMHelperFailure) {
                        _ = try await authenticator.answer(to: request)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            // One is asked about, one waits; nobody else is kept.
            for _ in 0..<4 { #expect(try await group.next() == .busy) }
            _ = try folder.write([], "go")
            while let rest = try await group.next() { #expect(rest == nil) }
        }
        #expect(authenticator.counts.failures == [.busy: 4])
        await authenticator.close()
    }

    @Test(arguments: ["exit 0", #"printf '\000\000\000\006$\000\000\000\007\000' >&3; exec sleep 600"#])
    func `refuses at whole quanta of time`(script: String) async throws {
        let authenticator = authenticator(script, quantum: .milliseconds(150))
        let request = try request()
        let begin = ContinuousClock.now
        do throws(PAMHelperFailure) {
            let answer = try await authenticator.answer(to: request)
            #expect(answer.outcome == .refused(code: 7))
        } catch {
            #expect(error == .died)
        }
        let passed = ContinuousClock.now - begin
        #expect(passed >= .milliseconds(150))
        await authenticator.close()
    }

    @Test func `is asked nothing after it was closed`() async throws {
        let authenticator = authenticator(Self.accepting)
        await authenticator.close()
        await #expect(throws: PAMHelperFailure.closed) { try await authenticator.answer(to: request()) }
    }

    @Test func `is waited for no longer than patience says, the time in line included`() async throws {
        let authenticator = authenticator("exec sleep 600", patience: .seconds(5), waiting: 8)
        let request = try request()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    await #expect(throws: PAMHelperFailure.self) { try await authenticator.answer(to: request) }
                }
            }
        }
        // When the turn of those in line comes, their time is up: no helper is begun with for them. (On a busy machine not
        // all four are in line at once.)
        let counts = authenticator.counts
        let (silent, busy) = (counts.failures[.silent, default: 0], counts.failures[.busy, default: 0])
        #expect(silent + busy == 4 && busy > 0)
        #expect(Int(counts.starts) == Int(silent))
        await authenticator.close()
    }

    @Test func `is counted while it lives, and every time one is started`() async throws {
        let authenticator = authenticator(Self.accepting)
        #expect(authenticator.counts.helpers == 0 && authenticator.counts.starts == 0)
        _ = try await authenticator.answer(to: request())
        _ = try await authenticator.answer(to: request())
        #expect(authenticator.counts.helpers == 1 && authenticator.counts.starts == 1)
        #expect(authenticator.counts.queue == 0 && authenticator.counts.failures.isEmpty)
        await authenticator.close()
        #expect(authenticator.counts.helpers == 0)
    }

    /// Takes any request and accepts it: kind `!` (0x21), one notice of eight digits, the process's number.
    private static let accepting = """
        number=$(printf '%08d' $$)
        answer() { printf '\\000\\000\\000\\014!\\001\\000\\010%s' $number >&3; }
        while head=$(dd bs=1 count=4 <&3 2>/dev/null | od -An -tu1) && [ -n "$head" ]; do
            set -- $head
            dd bs=1 count=$(($3 * 256 + $4)) <&3 >/dev/null 2>&1
            answer;
        done
        """

    private func authenticator(
        _ script: String, patience: Duration = .seconds(20), waiting: Int = 8, quantum: Duration = .milliseconds(1)
    ) -> PAMAuthenticator {
        PAMAuthenticator(
            PAMHelperSettings(
                program: HelperProgram(path: "/bin/sh", arguments: ["-c", script]), processes: 1, waiting: waiting,
                patience: patience, refusalQuantum: quantum))
    }

    private func request() throws -> PAMRequest {
        try PAMRequest(
            account: "kim-7f3a", source: "::1", answers: [SecretBytes(copying: Array("pw".utf8))])
    }
}
