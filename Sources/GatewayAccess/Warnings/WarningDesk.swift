internal import GatewayIdentity
internal import Synchronization

/// Hands warnings on: each at once, and of those that only repeat it (the same event for the same person from the same
/// place) one per half a minute, which says how many it stands for.
///
/// So whoever makes noise makes two messages a minute of it, and nothing that happened is missing from them. That an
/// owner is not disturbed more than once in ten minutes is for whoever carries the messages to see to: what waits for
/// that must be on the disk.
final class WarningDesk: Sendable {
    static let interval = Duration.seconds(30)
    static let kept = 200
    /// Kinds of repetition watched at a time; beyond that each warning goes out by itself.
    fileprivate static let mostWatched = 4096

    private let sink: any WarningSink
    private let state = Mutex(State())

    fileprivate struct State {
        var repeated: [Kind: Repetition] = [:]
        /// Oldest first, at most `kept`.
        var recent: [SecurityWarning] = []
    }

    fileprivate struct Kind: Hashable {
        let audience: SecurityWarning.Audience
        let event: SecurityWarning.Event
        let account: String?
        let source: String?

        init(_ warning: SecurityWarning) {
            audience = warning.audience
            event = warning.event
            account = warning.account
            source = warning.source
        }
    }

    fileprivate struct Repetition {
        var toldAt: UnixTime
        /// The last of those held back, counting the others.
        var held: SecurityWarning?

        /// A clock that was set back holds nothing up.
        func isOver(at now: UnixTime) -> Bool { now >= toldAt + WarningDesk.interval || now < toldAt }
    }

    init(sink: any WarningSink) { self.sink = sink }

    func send(_ warning: SecurityWarning) {
        let goesOut = state.withLock { state in
            state.recent.append(warning)
            if state.recent.count > Self.kept { state.recent.removeFirst() }
            return !state.holdBack(warning)
        }
        if goesOut { sink.deliver(warning) }
    }

    /// Sends what was held back for its time.
    func flush(at now: UnixTime) {
        let due = state.withLock { state in
            var due: [SecurityWarning] = []
            for (kind, repetition) in state.repeated where repetition.isOver(at: now) {
                if let held = repetition.held {
                    due.append(held)
                    state.repeated[kind] = .init(toldAt: now, held: nil)
                } else {
                    state.repeated[kind] = nil
                }
            }
            return due
        }
        for warning in due.sorted(by: { $0.at < $1.at }) { sink.deliver(warning) }
    }

    /// Newest first.
    var recent: [SecurityWarning] { state.withLock { $0.recent.reversed() } }
}

extension WarningDesk.State {
    /// Whether the warning only repeats what was told a moment ago, and waits.
    fileprivate mutating func holdBack(_ warning: SecurityWarning) -> Bool {
        let kind = WarningDesk.Kind(warning)
        let watched = repeated[kind]
        guard let repetition = watched, repetition.held != nil || !repetition.isOver(at: warning.at) else {
            if watched != nil || repeated.count < WarningDesk.mostWatched {
                repeated[kind] = .init(toldAt: warning.at, held: nil)
            }
            return false
        }
        var held = warning
        held.occurrences += repetition.held?.occurrences ?? 0
        repeated[kind]?.held = held
        return true
    }
}
