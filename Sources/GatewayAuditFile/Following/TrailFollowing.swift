internal import Synchronization

/// What somebody who follows the trail makes of it. Called on a thread of its own, which may block; never by two at once.
public protocol TrailFollower: AnyObject {
    /// The next records, in order and without gaps.
    func take(_ batch: TrailBatch) -> FollowingStep
    /// The next records cannot be read: deleted after their time, or set aside; or the disk does not give them.
    func missed(_ failure: TrailCursor.Failure) -> FollowingStep
    /// Nothing has come for as long as `TrailFollowing` waits at most: time for what is due by the clock alone.
    func idle()
    /// The same, for a follower that may have to go back: `.move` is done, anything else is `.next`.
    func idleStep() -> FollowingStep
}

extension TrailFollower {
    public func idle() {}
    public func idleStep() -> FollowingStep {
        idle()
        return .next
    }
}

public enum FollowingStep: Sendable {
    /// Taken, or given up: go on behind it.
    case next
    /// Not taken: the same again, after a pause.
    case again(after: Duration)
    /// Go on behind this record instead.
    case move(after: UInt64)
}

/// Somebody who reads the trail behind its writer, on a thread of its own: the index, those who send records elsewhere, those who watch.
///
/// The trail itself is the queue: a follower that stands still loses nothing, however long, and goes on where it was.
public final class TrailFollowing: Sendable {
    private let end: TrailEnd
    private let state: FollowingState
    private let thread: Mutex<WriterThread?>

    /// - Parameters:
    ///   - position: the last record that the follower knows; 0: none.
    ///   - pause: how long to wait for records before `idle()`.
    /// - Throws: when the system gives no thread.
    public init(
        _ trail: AuditTrail, in directory: String, after position: UInt64, pause: Duration = .seconds(1),
        by follower: sending any TrailFollower
    ) throws(AuditTrail.OpenFailure) {
        end = trail.end
        state = FollowingState(position)
        let loop = FollowingLoop(
            cursor: TrailCursor(directory: directory, after: position), end: end, state: state, pause: pause,
            follower: follower)
        guard let started = WriterThread({ loop.run() }) else { throw .noThread }
        thread = Mutex(started)
    }

    deinit { stop() }

    /// The last record taken.
    public var position: UInt64 { state.position.load(ordering: .acquiring) }
    /// Records acknowledged and not taken yet.
    public var lag: UInt64 {
        let (last, position) = (end.last, position)
        return last > position ? last - position : 0
    }

    /// Ends the thread once what it is at is done. What was not taken is for the next time.
    public func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        state.isOver.store(true, ordering: .releasing)
        end.wake()
        running.join()
    }
}

private final class FollowingState: Sendable {
    let position: Atomic<UInt64>
    let isOver = Atomic<Bool>(false)

    init(_ position: UInt64) { self.position = Atomic(position) }
}

private final class FollowingLoop {
    private var cursor: TrailCursor
    private let end: TrailEnd
    private let state: FollowingState
    private let pause: Duration
    private let follower: any TrailFollower

    init(
        cursor: TrailCursor, end: TrailEnd, state: FollowingState, pause: Duration, follower: any TrailFollower
    ) {
        self.cursor = cursor
        self.end = end
        self.state = state
        self.pause = pause
        self.follower = follower
    }

    func run() {
        while !isOver {
            let last = end.last
            if last <= cursor.position {
                end.wait(beyond: cursor.position, atMost: pause, unless: state.isOver)
                if end.last <= cursor.position, !isOver, case .move(let position) = follower.idleStep() {
                    _ = act(on: .move(after: position))
                }
                continue
            }
            follow(through: last)
        }
    }

    private var isOver: Bool { state.isOver.load(ordering: .acquiring) }

    private func follow(through last: UInt64) {
        do throws(TrailCursor.Failure) {
            let batch = try cursor.next(through: last)
            while !isOver {
                // What is not taken is kept, not read again.
                guard case .again(let pause) = act(on: follower.take(batch)) else { break }
                rest(for: pause)
            }
        } catch {
            let position = cursor.position
            // Behind what cannot be read there may be more.
            if case .gone(_, let next?) = error { cursor.move(after: next - 1) }
            switch act(on: follower.missed(error)) {
            case .again(let pause):
                cursor.move(after: position)
                rest(for: pause)
            case .next, .move: if cursor.position == position { rest(for: pause) }
            }
        }
    }

    private func act(on step: FollowingStep) -> FollowingStep {
        if case .move(let position) = step { cursor.move(after: position) }
        if case .again = step { return step }
        state.position.store(cursor.position, ordering: .releasing)
        return step
    }

    /// Not for records: they are there. Only the end of this following cuts it short.
    private func rest(for pause: Duration) {
        end.wait(beyond: .max, atMost: pause, unless: state.isOver)
    }
}
