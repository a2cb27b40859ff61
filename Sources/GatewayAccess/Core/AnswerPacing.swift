/// Holds the answer to a login back until its time has come, so that the clock tells no more than the text.
///
/// Every way through a login takes the same steps; what differs still (a write that changed nothing is quicker than
/// one that did) hides below the floor.
public struct AnswerPacing: Sendable {
    /// No answer before this much time has passed since the request.
    public let floor: Duration
    private let wait: @Sendable (Duration) async -> Void

    public init(floor: Duration, wait: @escaping @Sendable (Duration) async -> Void) {
        self.floor = floor
        self.wait = wait
    }

    /// 250 ms: several times what a login takes, and still quick to a person.
    public static let usual = AnswerPacing(floor: .milliseconds(250)) { span in
        do throws(CancellationError) {
            try await sleep(span)
        } catch {
            // Nobody waits for the answer any more.
        }
    }

    private static func sleep(_ span: Duration) async throws(CancellationError) {
        do { try await Task.sleep(for: span) } catch { throw CancellationError() }
    }

    /// - Parameters:
    ///   - penalty: the progressive delay of this attempt (compliance profile 2.1).
    ///   - wholeFloors: also what takes longer is answered after a whole multiple of the floor: where a password is judged for
    ///     seconds, and what follows must not tell what it was.
    func hold(since start: ContinuousClock.Instant, penalty: Duration, wholeFloors: Bool = false) async {
        let passed = start.duration(to: .now)
        var due = max(floor, penalty)
        if wholeFloors, floor > .zero, passed > due { due = floor * (passed / floor).rounded(.up) }
        if due > passed { await wait(due - passed) }
    }
}
