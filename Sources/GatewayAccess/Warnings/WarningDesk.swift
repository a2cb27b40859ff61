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
    /// Up to so many kinds at a time strangers are told apart by address, beyond that by network: whoever has a network
    /// has more addresses than anybody wants messages.
    static let mostPlaces = 1024
    /// Kinds of repetition watched at a time; beyond that each warning goes out by itself.
    fileprivate static let mostWatched = 4096

    private let sink: any WarningSink
    private let state = Mutex(State())

    fileprivate struct State {
        var repeated: [Kind: Repetition] = [:]
        /// Oldest first, at most `kept`.
        var recent: [SecurityWarning] = []
    }

    /// Whom and where a warning is about in full: it tells repetitions from others, and leaves the house with none.
    struct Subject: Hashable {
        let account: AccountName?
        let source: NetworkAddress?
    }

    /// What makes two warnings the same but for their time.
    fileprivate struct Kind: Hashable {
        enum Place: Hashable {
            case nowhere
            /// Of IPv6 what one subscriber has.
            case source(NetworkAddress)
            /// Masked.
            case network(String?)
        }

        let audience: SecurityWarning.Audience
        let address: MailAddress?
        let event: SecurityWarning.Event
        let deadline: UnixTime?
        let account: AccountName?
        var place: Place

        init(_ warning: SecurityWarning, _ subject: Subject) {
            audience = warning.audience
            address = warning.address
            event = warning.event
            deadline = warning.deadline
            account = subject.account
            place = subject.source.map { .source($0.throttleKey) } ?? .nowhere
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

    func send(_ warning: SecurityWarning, about subject: Subject) {
        let goesOut = state.withLock { state in
            state.recent.append(warning)
            if state.recent.count > Self.kept { state.recent.removeFirst() }
            return !state.holdBack(warning, about: subject)
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
    fileprivate mutating func holdBack(_ warning: SecurityWarning, about subject: WarningDesk.Subject) -> Bool {
        var kind = WarningDesk.Kind(warning, subject)
        if subject.account == nil, repeated[kind] == nil, repeated.count >= WarningDesk.mostPlaces {
            kind.place = .network(warning.source)
        }
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
