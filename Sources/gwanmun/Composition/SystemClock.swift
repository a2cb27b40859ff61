import GatewayIdentity
import Glibc

/// The wall clock of this process.
enum SystemClock {
    static let now: Clock = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

enum LastError {
    /// The reason of the last failed system call of this thread.
    static var text: String { String(cString: strerror(errno)) }
}
