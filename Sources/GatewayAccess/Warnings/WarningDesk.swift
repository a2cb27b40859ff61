internal import GatewayIdentity
internal import Synchronization

/// Sends warnings out: the security officer gets each at once, an owner at most one message per ten minutes, which
/// then stands for all that came between.
final class WarningDesk: Sendable {
    static let ownerInterval = Duration.seconds(600)
    static let kept = 200

    private let sink: any WarningSink
    private let state = Mutex(State())

    fileprivate struct State {
        var owners: [AccountName: Owner] = [:]
        /// Oldest first, at most `kept`.
        var recent: [SecurityWarning] = []
    }

    fileprivate struct Owner {
        var toldAt: UnixTime
        /// The gravest of those held back, counting the others.
        var held: SecurityWarning?
    }

    init(sink: any WarningSink) { self.sink = sink }

    func send(_ warning: SecurityWarning) {
        let goesOut = state.withLock { state in
            state.recent.append(warning)
            if state.recent.count > Self.kept { state.recent.removeFirst() }
            switch warning.audience {
            case .securityOfficer: return true
            case .owner(let account): return state.tellNow(warning, to: account)
            }
        }
        if goesOut { sink.deliver(warning) }
    }

    /// Sends what was held back and is due; owners without anything held are forgotten.
    func flush(at now: UnixTime) {
        let due = state.withLock { state in
            var due: [SecurityWarning] = []
            for (account, owner) in state.owners where now >= owner.toldAt + Self.ownerInterval {
                if let held = owner.held {
                    due.append(held)
                    state.owners[account] = .init(toldAt: now, held: nil)
                } else {
                    state.owners[account] = nil
                }
            }
            return due
        }
        for warning in due { sink.deliver(warning) }
    }

    /// Newest first.
    var recent: [SecurityWarning] { state.withLock { $0.recent.reversed() } }
}

extension WarningDesk.State {
    mutating func tellNow(_ warning: SecurityWarning, to account: AccountName) -> Bool {
        guard var owner = owners[account], warning.at < owner.toldAt + WarningDesk.ownerInterval else {
            let waiting = owners[account]?.held
            owners[account] = .init(toldAt: warning.at, held: waiting)
            return true
        }
        let before = owner.held
        var held = before.map { max($0, warning, by: { $0.severity < $1.severity }) } ?? warning
        held.occurrences = (before?.occurrences ?? 0) + warning.occurrences
        owner.held = held
        owners[account] = owner
        return false
    }

    private func max(_ a: SecurityWarning, _ b: SecurityWarning, by less: (SecurityWarning, SecurityWarning) -> Bool)
        -> SecurityWarning
    {
        less(a, b) ? b : a
    }
}
