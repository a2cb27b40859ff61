internal import Glibc
internal import Synchronization

/// How far the trail is acknowledged, for those who read behind the writer: they wait here until there is more.
///
/// `@unchecked Sendable`: mutex and condition are used through pthread calls alone, and their memory does not move.
final class TrailEnd: @unchecked Sendable {
    private let sequence = Atomic<UInt64>(0)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// The last acknowledged record.
    var last: UInt64 { sequence.load(ordering: .acquiring) }

    func advance(to last: UInt64) {
        sequence.store(last, ordering: .releasing)
        wake()
    }

    /// Somebody who waits has another reason to look.
    func wake() {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Blocks until a record behind `sequence` is acknowledged, `isOver`, or `limit` has passed.
    func wait(beyond sequence: UInt64, atMost limit: Duration, unless isOver: borrowing Atomic<Bool>) {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let (seconds, attoseconds) = limit.components
        let nanoseconds = deadline.tv_nsec + Int(attoseconds / 1_000_000_000)
        deadline.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        while last <= sequence, !isOver.load(ordering: .acquiring),
            pthread_cond_timedwait(condition, mutex, &deadline) == 0
        {}
        pthread_mutex_unlock(mutex)
    }
}
