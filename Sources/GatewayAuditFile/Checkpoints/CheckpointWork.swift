internal import GatewayAudit
internal import GatewayCrypto
internal import GatewayIdentity

/// What `CheckpointSigner` does, on one thread at a time.
struct CheckpointWork: ~Copyable {
    private let file: CheckpointFile
    private let key: any CheckpointKey
    private let host: String
    private let rhythm: CheckpointRhythm
    private let clock: Clock
    private let observer: any CheckpointObserver
    private var chain: ChainVerifier
    private var uncovered = 0
    private var firstUncovered: ContinuousClock.Instant?
    private var segment: UInt64?
    private var isBroken = false

    /// After a failure: a token may be away for hours.
    private static let pause = Duration.seconds(5)
    /// Behind a break nothing is signed until somebody has looked.
    private static let longPause = Duration.seconds(60)

    init(
        _ file: CheckpointFile, after point: ChainPoint, key: any CheckpointKey, host: String,
        rhythm: CheckpointRhythm, clock: @escaping Clock, observer: any CheckpointObserver
    ) {
        self.file = file
        self.key = key
        self.host = host
        self.rhythm = rhythm
        self.clock = clock
        self.observer = observer
        chain = ChainVerifier(after: point)
    }

    mutating func take(_ batch: TrailBatch) -> FollowingStep {
        guard !isBroken else { return .again(after: Self.longPause) }
        let before = chain.last
        let now = ContinuousClock.now
        var points: [ChainPoint] = []
        var rest = uncovered
        var found: ChainBreak?
        var closed: [SegmentName] = []
        var current = segment
        batch.forEach { sequence, place, line in
            guard found == nil else { return }
            if let difference = chain.difference(of: line) {
                let name = SegmentName(first: place.segment)
                found = ChainBreak(file: name.file, line: 0, sequence: sequence, difference: difference)
                return
            }
            if let left = current, left != place.segment { closed.append(SegmentName(first: left)) }
            current = place.segment
            rest += 1
            if rhythm.isDue(uncovered: rest, age: .zero) {
                points.append(chain.last)
                rest = 0
            }
        }
        let age = firstUncovered.map { now - $0 } ?? .zero
        if found == nil, rhythm.isDue(uncovered: rest, age: points.isEmpty ? age : .zero) {
            points.append(chain.last)
            rest = 0
        }
        guard sign(points) else {
            chain = ChainVerifier(after: before)
            return .again(after: Self.pause)
        }
        segment = current
        uncovered = rest
        if rest == 0 { firstUncovered = nil } else if !points.isEmpty || firstUncovered == nil { firstUncovered = now }
        for name in closed { observer.closed(name) }
        if let found {
            tell(found)
            return .again(after: Self.longPause)
        }
        return .next
    }

    mutating func missed(_ failure: TrailCursor.Failure) -> FollowingStep {
        switch failure {
        case .file(let failure): observer.failed(failure.description)
        case .gone(let sequence, _):
            tell(
                ChainBreak(
                    file: SegmentName(first: sequence).file, line: 0, sequence: sequence,
                    difference: .missing(upTo: sequence)))
        case .broken(let segment, let sequence):
            tell(ChainBreak(file: segment, line: 0, sequence: sequence, difference: .malformed))
        }
        return .again(after: Self.longPause)
    }

    /// Where nothing came for a moment. The first of all waits for no round number: what no checkpoint precedes cannot be dated once it is deleted.
    mutating func signDue() {
        let age = firstUncovered.map { ContinuousClock.now - $0 } ?? .zero
        if file.last == nil || rhythm.isDue(uncovered: uncovered, age: age) { signAll() }
    }

    mutating func signAll() {
        guard uncovered > 0, !isBroken, sign([chain.last]) else { return }
        uncovered = 0
        firstUncovered = nil
    }

    private mutating func tell(_ chainBreak: ChainBreak) {
        guard !isBroken else { return }
        isBroken = true
        observer.found(chainBreak)
    }

    private func sign(_ points: [ChainPoint]) -> Bool {
        guard !points.isEmpty else { return true }
        do {
            let checkpoints = try points.map { try checkpoint(at: $0) }
            try file.append(checkpoints)
            observer.signed(checkpoints)
            return true
        } catch {
            observer.failed("\(error)")
            return false
        }
    }

    private func checkpoint(at point: ChainPoint) throws(CheckpointKeyFailure) -> Checkpoint {
        let statement = Checkpoint.Statement(point, at: clock(), host: host)
        let (id, algorithm) = (key.publicKey.fingerprint, key.publicKey.algorithm)
        return Checkpoint(
            statement, keyID: id, algorithm: algorithm,
            signature: try key.signature(over: statement.bytes(keyID: id, algorithm: algorithm)))
    }
}
