public import GatewayAudit
public import GatewayIdentity
internal import Synchronization

/// Told what becomes of checkpoints. Called on the thread that signs.
public protocol CheckpointObserver: Sendable {
    /// They are in the file.
    func signed(_ checkpoints: [Checkpoint])
    /// Nothing can be signed, or kept, at the moment; it is tried again.
    func failed(_ why: String)
    /// The trail is not what was signed, or does not continue: nothing behind this is signed.
    func found(_ chainBreak: ChainBreak)
    /// A segment will not grow any more.
    func closed(_ segment: SegmentName)
}

/// Follows a trail, verifies each record against the one before it, and signs where the chain stands, in its rhythm.
public final class CheckpointSigner: TrailFollower, Sendable {
    private let work: Mutex<CheckpointWork>

    /// - Parameters:
    ///   - point: where the chain is known to stand: what the last checkpoint says, or the end of a trail that has none yet.
    public init(
        _ file: sending CheckpointFile, after point: ChainPoint, key: any CheckpointKey, host: String,
        rhythm: CheckpointRhythm, clock: @escaping Clock, observer: any CheckpointObserver
    ) {
        work = Mutex(
            CheckpointWork(
                file, after: point, key: key, host: host, rhythm: rhythm, clock: clock, observer: observer))
    }

    public func take(_ batch: TrailBatch) -> FollowingStep { work.withLock { $0.take(batch) } }

    public func missed(_ failure: TrailCursor.Failure) -> FollowingStep { work.withLock { $0.missed(failure) } }

    public func idle() { work.withLock { $0.signDue() } }

    /// Signs what has no checkpoint yet, due or not: before the node ends.
    public func finish() { work.withLock { $0.signAll() } }
}
