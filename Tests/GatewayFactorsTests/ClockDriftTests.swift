import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import Testing

@Suite struct `A token whose clock has drifted` {
    private let totp = TOTP(
        secret: SecretBytes(copying: Array("12345678901234567890".utf8)), parameters: .compatible)
    private let now = UnixTime(seconds: 1_111_111_110)
    private var step: TimeStep { TimeStep(at: now) }

    @Test(arguments: [-20, -7, -1, 0, 1, 7, 20])
    func `is found by two codes in a row, and its codes are right from then on`(steps: Int) throws {
        let drift = try #require(ClockDrift(steps: steps))
        let verdict = totp.resynchronisation(by: code(steps - 1), and: code(steps), at: now, after: nil)
        #expect(verdict == .found(drift, step: shifted(steps)))
        #expect(totp.verdict(on: code(steps), at: now, after: nil, drift: drift) == .accepted(shifted(steps)))
        #expect(totp.verdict(on: code(steps + 1), at: now, after: nil, drift: drift) == .accepted(shifted(steps + 1)))
        #expect(totp.verdict(on: code(steps + 2), at: now, after: nil, drift: drift) == .refused(.wrong))
        #expect(totp.verdict(on: code(steps - 2), at: now, after: nil, drift: drift) == .refused(.wrong))
    }

    @Test(arguments: [-21, 21, 100])
    func `is not found beyond the limit`(steps: Int) {
        #expect(ClockDrift(steps: steps) == nil)
        #expect(totp.resynchronisation(by: code(steps - 1), and: code(steps), at: now, after: nil) == .refused(.wrong))
    }

    @Test func `is not found by codes that do not follow each other`() {
        for (first, second) in [(4, 6), (6, 5), (5, 5)] {
            #expect(
                totp.resynchronisation(by: code(first), and: code(second), at: now, after: nil) == .refused(.wrong))
        }
        #expect(totp.resynchronisation(by: code(4), and: "000000", at: now, after: nil) == .refused(.wrong))
        #expect(totp.resynchronisation(by: "000000", and: code(5), at: now, after: nil) == .refused(.wrong))
    }

    @Test func `is not found by codes that were used before`() {
        #expect(totp.resynchronisation(by: code(4), and: code(5), at: now, after: shifted(5)) == .refused(.replayed))
        #expect(totp.resynchronisation(by: code(4), and: code(5), at: now, after: shifted(4)) == .refused(.replayed))
        #expect(
            totp.resynchronisation(by: code(4), and: code(5), at: now, after: shifted(3))
                == .found(ClockDrift(steps: 5) ?? .none, step: shifted(5)))
    }

    @Test func `is not found by what are no codes`() {
        #expect(totp.resynchronisation(by: "12345", and: code(1), at: now, after: nil) == .refused(.malformed))
        #expect(totp.resynchronisation(by: code(0), and: "1234567", at: now, after: nil) == .refused(.malformed))
    }

    @Test(arguments: [UnixTime(milliseconds: .min), UnixTime(seconds: 0), .distantFuture])
    func `is judged at the ends of time too`(instant: UnixTime) throws {
        for steps in [-20, 20] {
            let drift = try #require(ClockDrift(steps: steps))
            #expect(totp.verdict(on: "000000", at: instant, after: nil, drift: drift) != .refused(.malformed))
            #expect(totp.resynchronisation(by: "000000", and: "000001", at: instant, after: nil) == .refused(.wrong))
        }
    }

    private func shifted(_ steps: Int) -> TimeStep { TimeStep(UInt64(Int64(step.number) + Int64(steps))) }

    private func code(_ steps: Int) -> String { String(decoding: totp.code(at: shifted(steps)), as: UTF8.self) }
}
