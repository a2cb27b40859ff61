import Glibc

/// Tells a person at a terminal that a long run goes on; says nothing to files and pipes.
struct ReplayProgress {
    private let isWatched = isatty(STDERR_FILENO) == 1
    private var lines = 0

    private static let step = 100_000

    mutating func tick() {
        lines += 1
        guard isWatched, lines.isMultiple(of: Self.step) else { return }
        Terminal.ask("\r" + worded("기록 \(lines)건 읽음", "\(lines) records read"))
    }

    /// Leaves the line to what comes next.
    func end() {
        if isWatched, lines >= Self.step { Terminal.ask("\n") }
    }
}
