/// How requests ended lately: two halves of a window, so that what it holds is between half a window and a whole one old.
struct OutcomeWindow: Hashable, Sendable {
    struct Counts: Hashable, Sendable {
        var succeeded = 0
        var failed = 0
        var all: Int { succeeded + failed }
    }

    private let half: Duration
    private var start: Moment?
    private var current = Counts()
    private var previous = Counts()

    init(_ window: Duration) { half = window / 2 }

    mutating func note(succeeded: Int = 0, failed: Int = 0, at now: Moment) {
        advance(to: now)
        current.succeeded += succeeded
        current.failed += failed
    }

    var hasFailures: Bool { current.failed + previous.failed > 0 }

    mutating func counts(at now: Moment) -> Counts {
        advance(to: now)
        return Counts(
            succeeded: current.succeeded + previous.succeeded, failed: current.failed + previous.failed)
    }

    private mutating func advance(to now: Moment) {
        guard let start else { return self.start = now }
        let halves = (now - start) / half
        guard halves >= 1 else { return }
        previous = halves < 2 ? current : Counts()
        current = Counts()
        self.start = now
    }
}
