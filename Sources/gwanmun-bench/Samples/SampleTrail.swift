import GatewayAudit
import GatewayIdentity
import Glibc

/// A trail as a site of a thousand people and forty consoles writes it: written as fast as the disk takes it, chained like any other.
///
/// People and consoles are not used alike: few are used much (Zipf's law, roughly). Six of ten requests go to open consoles and leave one record, the others a
/// decision and an outcome; one in fifty is refused; one in a hundred thousand for a reason that hardly occurs.
struct SampleTrail {
    let directory: String
    let records: Int
    var people = 1000
    var consoles = 40

    static let segmentBytes = 64 << 20
    /// Between records: ten million are a month.
    static let step: Int64 = 260

    func write() throws {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw SampleProblem("\(directory): not made") }
        var chain = ChainWriter(after: .origin)
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: 0x5eed_0000_0000_0001))
        var lines = RecordBuffer(capacity: 1 << 21)
        var requests = SampleRequests(people: people, consoles: consoles)
        var file: Int32 = -1
        var size = 0
        func flush() throws {
            let isWritten = lines.withBytes { Glibc.write(file, $0.baseAddress, $0.count) == $0.count }
            guard isWritten else { throw SampleProblem("\(directory): the disk takes no more") }
            size += lines.count
            lines.removeAll()
        }
        while chain.last.sequence < records {
            if file < 0 || size >= Self.segmentBytes {
                if file >= 0 { close(file) }
                let name = SampleTrail.padded(chain.last.sequence + 1)
                file = open("\(directory)/\(name).jsonl", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
                guard file >= 0 else { throw SampleProblem("\(directory): no segment") }
                size = 0
                let begin = AuditEntry(.segmentStart(version: "0.1.0"), at: requests.now)
                composer.compose(begin) { chain.append($0, to: &lines) }
            }
            for entry in requests.next() { composer.compose(entry) { chain.append($0, to: &lines) } }
            if lines.count >= 1 << 20 { try flush() }
        }
        try flush()
        close(file)
        let head = open("\(directory)/head", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let line = HeadLine.bytes(for: chain.last)
        guard line.withUnsafeBytes({ Glibc.write(head, $0.baseAddress, $0.count) }) == line.count else {
            throw SampleProblem("\(directory): no head")
        }
        close(head)
    }

    private static func padded(_ sequence: UInt64) -> String { HeadLine.padded(sequence) }
}

/// Requests as they come, the same ones on every run.
struct SampleRequests {
    private(set) var now = UnixTime(milliseconds: 1_795_311_000_123)
    private var state: UInt64 = 1
    private var count: UInt64 = 0
    private let subjects: [AuditSubject]
    private let origins: [AuditOrigin]
    private let resources: [(AuditResource, PolicyReference)]
    private let basis = DecisionBasis.whole(DecisionInputs(handshakeAt: Sample.now, revocationAsOf: Sample.now))
    private static let refusals: [Reason] = [.defaultDeny, .factorMissing, .downloadDenied, .actionDenied]

    private enum Word: String, CaseIterable { case view }

    init(people: Int, consoles: Int) {
        // Of each person eight sessions.
        subjects = (0..<people * 8).map { number in
            AuditSubject(
                account: Self.account(number / 8), roles: [Sample.role], certificate: Sample.certificate,
                factors: Sample.proofs, sessionHash: Self.digest(number))
        }
        origins = (0..<people * 2).map {
            AuditOrigin(address: NetworkAddress(v4: 0x0A14_0000 + UInt32($0)), zone: "site")
        }
        resources = (0..<consoles).map { number in
            (
                AuditResource(console: Self.console(number), grade: number % 5 < 3 ? .open : .sensitive),
                PolicyReference(set: Sample.digest(3), rule: "people-\(number)", profile: "nct-2025-04")
            )
        }
    }

    static func account(_ number: Int) -> AccountName { AccountName(stored: "person-\(number)") }
    static func console(_ number: Int) -> ConsoleID { ConsoleID("console-\(number)") }
    static func digest(_ number: Int) -> SHA256Digest {
        withUnsafeBytes(of: (UInt64(number), UInt64(7), UInt64(number), UInt64(9))) { SHA256Digest($0) }
    }

    mutating func next() -> [AuditEntry] {
        count += 1
        now = now + .milliseconds(SampleTrail.step)
        let person = skewed(subjects.count / 8)
        let console = skewed(resources.count)
        let subject = subjects[person * 8 + Int(count >> 17 & 7)]
        let origin = origins[person * 2 + random(2)]
        let (resource, policy) = resources[console]
        let line = RequestLine(
            method: "GET", path: RecordedPath("/projects/\(random(977))/items/\(random(89))"),
            action: RecordedWord(Word.view))
        let request = RequestID(high: 0x6e1c_9d20_7b3f_4a58, low: count)
        func entry(_ event: AuditEvent) -> AuditEntry {
            AuditEntry(event, at: now, request: request, by: subject, from: origin, on: resource)
        }
        if random(100_000) == 0 {
            return [entry(.decision(.deny(.sessionCertificateMismatch, by: policy, upon: basis), line))]
        }
        if random(50) == 0 {
            return [entry(.decision(.deny(Self.refusals[random(4)], by: policy, upon: basis), line))]
        }
        let access = AuditEvent.access(
            .permit(by: policy, upon: basis), line,
            Exchange(status: 200, bytesIn: 0, bytesOut: 1 + random(50_000), duration: .milliseconds(12)))
        return console % 5 < 3
            ? [entry(access)] : [entry(.decision(.permit(by: policy, upon: basis), line)), entry(access)]
    }

    private mutating func random(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    /// Low numbers more often: the product of two draws.
    private mutating func skewed(_ bound: Int) -> Int { random(bound) * (random(bound) + 1) / bound }
}
