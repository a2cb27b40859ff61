import Glibc
import Synchronization

/// How far a long verification is, on standard error, for a person who waits: where it is a terminal, a line that is written over once a second.
final class VerificationProgress: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let state = Mutex((told: ContinuousClock.now, hasLine: false))

    /// - Returns: always that it goes on.
    func tell(_ done: Int, of total: Int) -> Bool {
        guard isShown else { return true }
        let isDue = state.withLock { state in
            guard ContinuousClock.now - state.told >= .seconds(1) else { return false }
            state = (.now, true)
            return true
        }
        if isDue {
            let share = total > 0 ? min(100, done * 100 / total) : 0
            write(
                worded(
                    "\r확인 중 \(share)% (\(done >> 20)/\(total >> 20) MiB)",
                    "\rverifying \(share)% (\(done >> 20) of \(total >> 20) MiB)"))
        }
        return true
    }

    /// Takes the line away.
    func end() {
        if state.withLock({ $0.hasLine }) { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
