import GatewayAudit
import GatewayCrypto
import GatewayIdentity
import Glibc
import Synchronization
import Testing

@testable import GatewayAuditFile

@Suite struct `The signer of checkpoints` {
    private let fixture: TrailFixture
    private let key: DocumentSigningKey

    init() throws {
        fixture = try TrailFixture()
        key = try .generate(.ed25519)
    }

    @Test func `signs behind so many records, says when segments are closed, and signs the rest at the end`() throws {
        let signed = try SignedTrail()
        var lines = try CheckpointLines(signed.trail.path + "/" + CheckpointFile.name)
        var sequences: [UInt64] = []
        while let piece = try lines.next() {
            guard case .checkpoint(let checkpoint, let line) = piece else {
                Issue.record("a line that is none")
                continue
            }
            sequences.append(checkpoint.point.sequence)
            #expect(checkpoint.line == line + [0x0A])
            #expect(checkpoint.host == "gw01")
            #expect(checkpoint.verdict(by: try signed.key.verificationKey) == .genuine)
        }
        #expect(sequences == [2, 4, 6, 8, 9])
        #expect(try signed.trail.mode(of: CheckpointFile.name) == 0o600)
        signed.trail.remove(CheckpointFile.name)
        #expect(try signed.sign(after: .origin).all.closed == [1, 4])
    }

    @Test func `signs nothing where nothing came`() throws {
        let signed = try SignedTrail()
        let last = try #require(try CheckpointFile(in: signed.trail.path).last)
        #expect(try signed.sign(after: last.point).all.signed == [])
    }

    @Test func `of a live trail signs in time what is too little for a round number`() throws {
        let trail = try fixture.open()
        let waited = Answer()
        let following = try follow(trail, OnSigned { waited.give(.success(())) }, wait: .milliseconds(100))
        try trail.lane().appendDurably("one")
        #expect(throws: Never.self) { try waited.wait().get() }
        following.stop()
        trail.close()
        #expect(try CheckpointFile(in: fixture.path).last?.point == trail.counters.last)
    }

    @Test func `signs the first of all as soon as nothing comes, and the next in its rhythm`() throws {
        try fixture.writeThreeSegments()
        let witnessed = Witnessed()
        let signer = try signer(witnessed, records: 1000)
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        signer.idle()
        #expect(witnessed.all.signed == [])
        _ = signer.take(try cursor.next(through: 3))
        signer.idle()
        #expect(witnessed.all.signed == [3])
        _ = signer.take(try cursor.next(through: 6))
        signer.idle()
        #expect(witnessed.all.signed == [3])
    }

    @Test func `signs nothing behind a record that does not follow the one before`() throws {
        try fixture.writeThreeSegments()
        let names = try fixture.segmentFiles
        var edited = try fixture.read(names[1])
        edited[40] ^= 1
        try fixture.write(names[1], edited)
        let witnessed = Witnessed()
        let signer = try signer(witnessed, records: 1)
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        let batch = try cursor.next(through: 9)
        for _ in 0..<2 {
            guard case .again = signer.take(batch) else {
                Issue.record("it went on")
                return
            }
        }
        signer.finish()
        #expect(witnessed.all.signed == [1, 2, 3])
        #expect(witnessed.all.breaks.map(\.sequence) == [4])
    }

    @Test func `keeps what a key that is away could not sign, and signs it when it is back`() throws {
        try fixture.writeThreeSegments()
        let away = KeyThatIsAway(try HeldCheckpointKey(key))
        let witnessed = Witnessed()
        let signer = try signer(witnessed, records: 3, key: away)
        var cursor = TrailCursor(directory: fixture.path, after: 0)
        let batch = try cursor.next(through: 9)
        guard case .again = signer.take(batch) else {
            Issue.record("it went on")
            return
        }
        #expect(witnessed.all.failures == ["away"])
        away.isAway.store(false, ordering: .relaxed)
        guard case .next = signer.take(batch) else {
            Issue.record("it did not go on")
            return
        }
        #expect(witnessed.all.signed == [3, 6, 9])
    }

    @Test(arguments: [(1000, 60.0, 0, false), (1000, 60, 999, false), (1000, 60, 1000, true), (5000, 60, 1000, true)])
    func `is due by the number of records, a thousand at the most`(
        records: Int, wait: Double, uncovered: Int, due: Bool
    ) {
        let rhythm = CheckpointRhythm(records: records, wait: .seconds(wait))
        #expect(rhythm.isDue(uncovered: uncovered, age: .zero) == due)
    }

    @Test func `is due by the clock, a minute at the most, and never for nothing`() {
        let rhythm = CheckpointRhythm(records: 1000, wait: .seconds(600))
        #expect(!rhythm.isDue(uncovered: 1, age: .seconds(59)))
        #expect(rhythm.isDue(uncovered: 1, age: .seconds(60)))
        #expect(!rhythm.isDue(uncovered: 0, age: .seconds(3600)))
    }

    private func signer(
        _ observer: any CheckpointObserver, records: Int, wait: Duration = .seconds(60), key: (any CheckpointKey)? = nil
    ) throws -> CheckpointSigner {
        try CheckpointSigner(
            CheckpointFile(in: fixture.path), after: .origin, key: key ?? HeldCheckpointKey(self.key), host: "gw01",
            rhythm: CheckpointRhythm(records: records, wait: wait), clock: { TrailFixture.time }, observer: observer)
    }

    private func follow(_ trail: AuditTrail, _ observer: any CheckpointObserver, wait: Duration) throws
        -> TrailFollowing
    {
        try TrailFollowing(
            trail, in: fixture.path, after: 0, pause: wait, by: try signer(observer, records: 1000, wait: wait))
    }
}

private final class KeyThatIsAway: CheckpointKey {
    let isAway = Atomic<Bool>(true)
    private let key: HeldCheckpointKey
    init(_ key: HeldCheckpointKey) { self.key = key }
    var publicKey: DocumentVerificationKey { key.publicKey }
    func signature(over bytes: [UInt8]) throws(CheckpointKeyFailure) -> [UInt8] {
        if isAway.load(ordering: .relaxed) { throw CheckpointKeyFailure("away") }
        return try key.signature(over: bytes)
    }
}

private struct OnSigned: CheckpointObserver {
    let then: @Sendable () -> Void
    init(_ then: @escaping @Sendable () -> Void) { self.then = then }
    func signed(_ checkpoints: [Checkpoint]) { then() }
    func failed(_ why: String) {}
    func found(_ chainBreak: ChainBreak) {}
    func closed(_ segment: SegmentName) {}
}
