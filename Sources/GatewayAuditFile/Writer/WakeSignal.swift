internal import Glibc
internal import Synchronization

/// Wakes the writer. Only the first signal since the writer last looked costs more than one atomic exchange.
///
/// `@unchecked Sendable`: mutex and condition are used through pthread calls alone, and their memory does not move.
final class WakeSignal: @unchecked Sendable {
    private let isRaised = Atomic<Bool>(false)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // The wall clock may be set back; the bound of one second may not.
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

    func signal() {
        guard !isRaised.load(ordering: .relaxed), !isRaised.exchange(true, ordering: .acquiringAndReleasing) else {
            return
        }
        pthread_mutex_lock(mutex)
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Returns when signalled, or after `limit`. Lowers the signal, so what is queued from now on signals anew.
    func wait(atMost limit: Duration) {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let (seconds, attoseconds) = limit.components
        let nanoseconds = deadline.tv_nsec + Int(attoseconds / 1_000_000_000)
        deadline.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        while !isRaised.load(ordering: .relaxed), pthread_cond_timedwait(condition, mutex, &deadline) == 0 {}
        pthread_mutex_unlock(mutex)
        isRaised.store(false, ordering: .sequentiallyConsistent)
    }
}
