import GatewayAccess
import GatewayIdentity
import Synchronization

/// Keeps what would have been recorded, and refuses when a test says so.
final class WitnessedRecord: SecurityRecorder {
    private let state = Mutex(State())

    private struct State {
        var events: [SecurityEvent] = []
        var isBroken = false
        var interlude: (@Sendable () async -> Void)?
    }

    /// Something that happens while the next events are on their way to the disk.
    func duringNext(_ interlude: @escaping @Sendable () async -> Void) { state.withLock { $0.interlude = interlude } }

    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {
        let interlude = state.withLock { state in
            defer { state.interlude = nil }
            return state.interlude
        }
        await interlude?()
        let isBroken = state.withLock { state in
            if !state.isBroken { state.events += events }
            return state.isBroken
        }
        if isBroken { throw RecordingFailure("the disk of the trail is full") }
    }

    func breakDown() { state.withLock { $0.isBroken = true } }
    func recover() { state.withLock { $0.isBroken = false } }

    var events: [SecurityEvent] { state.withLock { $0.events } }
    func events(_ kind: SecurityEvent.Kind) -> [SecurityEvent] { events.filter { $0.kind == kind } }
}

final class WitnessedWarnings: WarningSink {
    private let state = Mutex<[SecurityWarning]>([])
    func deliver(_ warning: SecurityWarning) { state.withLock { $0.append(warning) } }

    var all: [SecurityWarning] { state.withLock { $0 } }
    var toOfficer: [SecurityWarning] { all.filter { $0.audience == .securityOfficer } }
    var toOwners: [SecurityWarning] { all.filter { $0.audience != .securityOfficer } }
}

/// Counts the calls of the store by name, and lets a test take the store away.
final class StoreCalls: Sendable {
    private let state = Mutex(State())

    private struct State {
        var names: [String] = []
        var isBroken = false
        var left: [String: Int] = [:]
    }

    /// - Returns: whether the call may go on.
    func note(_ name: String) -> Bool {
        state.withLock { state in
            state.names.append(name)
            if let left = state.left[name] {
                guard left > 0 else { return false }
                state.left[name] = left - 1
            }
            return !state.isBroken
        }
    }

    /// What was called since the last time this was asked, in order.
    func take() -> [String] {
        state.withLock { state in
            defer { state.names = [] }
            return state.names
        }
    }

    func breakDown() { state.withLock { $0.isBroken = true } }
    func recover() {
        state.withLock { state in
            state.isBroken = false
            state.left = [:]
        }
    }

    /// One call alone, from its next but so many on.
    func breakDown(at name: String, after count: Int) { state.withLock { $0.left[name] = count } }
}

/// Lets everybody through, or nobody until it is opened.
final class Turnstile: Sendable {
    private struct State {
        var isOpen = true
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watching: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func close() { state.withLock { $0.isOpen = false } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    func pass() async {
        await withCheckedContinuation { waiter in
            let (goesOn, watching) = state.withLock { state in
                if !state.isOpen { state.waiting.append(waiter) }
                defer { state.watching = [] }
                return (state.isOpen, state.watching)
            }
            for watcher in watching { watcher.resume() }
            if goesOn { waiter.resume() }
        }
    }

    /// Until somebody stands before it.
    func awaitArrival() async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if state.waiting.isEmpty { state.watching.append(watcher) }
                return !state.waiting.isEmpty
            }
            if isThere { watcher.resume() }
        }
    }
}
