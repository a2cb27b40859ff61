import GatewayCrypto
import GatewayIdentity
import Testing

@testable import GatewayFactors

@Suite struct `An HOTP code` {
    /// RFC 4226 appendix D.
    @Test(
        arguments: zip(
            UInt64(0)...9,
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]))
    func `matches RFC 4226 appendix D`(counter: UInt64, expected: String) {
        let secret = SecretBytes(copying: Array("12345678901234567890".utf8))
        let code = HOTP.code(secret: secret, counter: counter, algorithm: .sha1, digits: .six)
        #expect(String(decoding: code, as: UTF8.self) == expected)
    }
}

@Suite struct `A TOTP code` {
    /// RFC 6238 appendix B, with the key lengths of its erratum 2866: 20, 32 and 64 bytes.
    static let vectors: [(instant: Int64, sha1: String, sha256: String, sha512: String)] = [
        (59, "94287082", "46119246", "90693936"), (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"), (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"), (20_000_000_000, "65353130", "77737706", "47863826"),
    ]

    @Test(arguments: vectors)
    func `matches every vector in RFC 6238 appendix B`(
        instant: Int64, sha1: String, sha256: String, sha512: String
    ) {
        for (algorithm, code) in [(HMAC.Algorithm.sha1, sha1), (.sha256, sha256), (.sha512, sha512)] {
            let now = UnixTime(seconds: instant)
            let verdict = Self.totp(algorithm, .eight).verdict(on: code, at: now, after: nil)
            #expect(verdict == .accepted(TimeStep(at: now)))
            // Of six digits a code is the last six of eight: both are the same number modulo a power of ten.
            let short = Self.totp(algorithm, .six).verdict(on: String(code.suffix(6)), at: now, after: nil)
            #expect(short == .accepted(TimeStep(at: now)))
        }
    }

    private let now = UnixTime(seconds: 1_111_111_109)  // the last second but one of its step
    private var step: TimeStep { TimeStep(at: now) }

    @Test(arguments: [-1, 0, 1])
    func `is accepted one step early and one step late`(steps: Int) {
        let totp = Self.totp(.sha1, .six)
        let then = now + TimeStep.length * steps
        #expect(totp.verdict(on: Self.text(totp, at: then), at: now, after: nil) == .accepted(TimeStep(at: then)))
    }

    @Test(arguments: [-3, -2, 2, 3])
    func `is wrong any further away`(steps: Int) {
        let totp = Self.totp(.sha1, .six)
        let code = Self.text(totp, at: now + TimeStep.length * steps)
        #expect(totp.verdict(on: code, at: now, after: nil) == .refused(.wrong))
    }

    @Test func `is refused the second time it is shown`() {
        let totp = Self.totp(.sha1, .six)
        let code = Self.text(totp, at: now)
        #expect(totp.verdict(on: code, at: now, after: step) == .refused(.replayed))
        #expect(totp.verdict(on: code, at: now + .seconds(30), after: step) == .refused(.replayed))
    }

    @Test func `is refused when a later one was accepted before it`() {
        let totp = Self.totp(.sha1, .six)
        let earlier = Self.text(totp, at: now - .seconds(30))
        #expect(totp.verdict(on: earlier, at: now, after: step) == .refused(.replayed))
        #expect(
            totp.verdict(on: earlier, at: now, after: TimeStep(step.number - 2)) == .accepted(TimeStep(step.number - 1))
        )
    }

    @Test(arguments: [
        "", "0", "08180", "0081804", "07081804", "08180a", " 81804", "081804 ", "-81804", "+81804", "０８１８０４", "081 804",
        "8.1804", "81804\n", "١٢٣٤٥٦",
    ])
    func `is malformed unless it has exactly its digits`(text: String) {
        #expect(Self.totp(.sha1, .six).verdict(on: text, at: now, after: nil) == .refused(.malformed))
    }

    @Test func `keeps its leading zeros`() {
        let totp = Self.totp(.sha1, .eight)
        #expect(totp.verdict(on: "07081804", at: now, after: nil) == .accepted(step))
        #expect(totp.verdict(on: "7081804", at: now, after: nil) == .refused(.malformed))
    }

    @Test func `of another secret is wrong`() {
        let other = TOTP(secret: SecretBytes(copying: Array(repeating: 1, count: 20)), parameters: .compatible)
        #expect(Self.totp(.sha1, .six).verdict(on: Self.text(other, at: now), at: now, after: nil) == .refused(.wrong))
    }

    @Test(arguments: [UnixTime(milliseconds: .min), UnixTime(seconds: -1), UnixTime(seconds: 0), .distantFuture])
    func `is judged at the ends of time too`(instant: UnixTime) {
        let totp = Self.totp(.sha1, .six)
        let code = String(decoding: totp.code(at: TimeStep(at: instant)), as: UTF8.self)
        #expect(totp.verdict(on: code, at: instant, after: nil) == .accepted(TimeStep(at: instant)))
    }

    private static func totp(_ algorithm: HMAC.Algorithm, _ digits: TOTPParameters.Digits) -> TOTP {
        let parameters = TOTPParameters(algorithm: algorithm, digits: digits)
        let seed = (0..<parameters.secretSize).map { UInt8(ascii: "0") + UInt8(($0 + 1) % 10) }
        return TOTP(secret: SecretBytes(copying: seed), parameters: parameters)
    }

    private static func text(_ totp: TOTP, at instant: UnixTime) -> String {
        String(decoding: totp.code(at: TimeStep(at: instant)), as: UTF8.self)
    }
}

@Suite struct `A time step` {
    @Test func `begins where its number says`() {
        #expect(TimeStep(at: UnixTime(seconds: 59)) == TimeStep(1))
        #expect(TimeStep(at: UnixTime(seconds: 60)) == TimeStep(2))
        #expect(TimeStep(2).start() == UnixTime(seconds: 60))
    }
}

@Suite struct `A token whose steps take a minute` {
    private let totp = TOTP(
        secret: SecretBytes(copying: Array("12345678901234567890".utf8)),
        parameters: TOTPParameters(algorithm: .sha1, digits: .six, period: .minute))

    /// RFC 4226 appendix D, counters 0 to 2, at times that RFC 6238 section 4.2 gives with X = 60.
    @Test(arguments: [(59, "755224"), (60, "287082"), (119, "287082"), (120, "359152")])
    func `shows the codes of its own steps`(seconds: Int64, code: String) {
        let now = UnixTime(seconds: seconds)
        let step = TimeStep(at: now, of: .minute)
        #expect(String(decoding: totp.code(at: step), as: UTF8.self) == code)
        #expect(totp.verdict(on: code, at: now, after: nil) == .accepted(step))
        #expect(totp.verdict(on: code, at: now + .seconds(180), after: nil) == .refused(.wrong))
    }

    @Test func `says so to an app`() {
        #expect(totp.enrolmentURI(issuer: "G", account: AccountName(stored: "kim")).hasSuffix("&period=60"))
    }

    @Test func `is found by two codes when its clock has drifted`() throws {
        let (now, drift) = (UnixTime(seconds: 1_000_000), try #require(ClockDrift(steps: -4)))
        let step = TimeStep(TimeStep(at: now, of: .minute).number - 4)
        let codes = [step.number - 1, step.number].map { String(decoding: totp.code(at: TimeStep($0)), as: UTF8.self) }
        #expect(totp.resynchronisation(by: codes[0], and: codes[1], at: now, after: nil) == .found(drift, step: step))
    }
}
