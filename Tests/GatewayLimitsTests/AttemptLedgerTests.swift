import GatewayIdentity
import GatewayLimits
import GatewayTesting
import Testing

@Suite struct `The ledger of attempts` {
    private let start = Sample.start

    @Test func `lets five wrong codes through in fifteen minutes, then locks for thirty`() {
        var ledger = AttemptLedger()
        for attempt in 1...5 { ledger = counted(ledger, at: start + .seconds(Int64(attempt))) }
        let locked = start + .seconds(5)
        #expect(ledger.reserving(at: locked, limits: .normal) == .locked(.until(locked + .seconds(1800))))
        let last = locked + .seconds(1800) - .milliseconds(1)
        #expect(ledger.reserving(at: last, limits: .normal) == .locked(.until(locked + .seconds(1800))))
        #expect(ledger.lock(at: locked + .seconds(1800)) == .open)
    }

    @Test func `counts an attempt before anybody knows whether it is right`() {
        let ledger = counted(AttemptLedger(), at: start)
        #expect(ledger.consecutive == 1)
        #expect(ledger.recent == [start])
        #expect(ledger.version == 1)
    }

    @Test func `forgets a failure after its window, and not before`() {
        var ledger = AttemptLedger()
        for second in 0..<4 { ledger = counted(ledger, at: start + .seconds(Int64(second))) }
        let inside = counted(ledger, at: start + .seconds(15 * 60) - .milliseconds(1))
        #expect(inside.lock != .open)
        let outside = counted(ledger, at: start + .seconds(15 * 60))
        #expect(outside.lock == .open)
        #expect(outside.recent.count == 4)
    }

    @Test func `gives one more set of tries after a lock, and disables after ten in a day`() {
        var ledger = AttemptLedger()
        for _ in 0..<5 { ledger = counted(ledger, at: start) }
        let second = start + .seconds(1800)
        for _ in 0..<4 { ledger = counted(ledger, at: second) }
        #expect(ledger.lock == .open)
        ledger = counted(ledger, at: second)
        #expect(ledger.lock == .disabled)
        #expect(ledger.reserving(at: .distantFuture, limits: .normal) == .locked(.disabled))
    }

    @Test func `doubles each lock up to the longest`() {
        let limits = AttemptLimits(
            failuresBeforeLock: 1, window: .seconds(60),
            lockTerm: .doubling(first: .seconds(1800), longest: .seconds(4 * 3600)), failuresBeforeDisable: 1000)
        var ledger = AttemptLedger()
        var now = start
        for hours in [0.5, 1, 2, 4, 4, 4] {
            ledger = counted(ledger, at: now, limits: limits)
            now = now + .milliseconds(Int64(hours * 3_600_000))
            #expect(ledger.lock == .until(now))
        }
    }

    @Test func `is strict with classified consoles: three, then an administrator; five a day, then disabled`() {
        var ledger = AttemptLedger()
        for _ in 0..<3 { ledger = counted(ledger, at: start, limits: .strict) }
        #expect(ledger.lock == .untilAdministrator)
        #expect(ledger.reserving(at: .distantFuture, limits: .strict) == .locked(.untilAdministrator))
        ledger = ledger.unlocking()
        for _ in 0..<2 { ledger = counted(ledger, at: start + .seconds(3600), limits: .strict) }
        #expect(ledger.lock == .disabled)
    }

    @Test func `disables after a hundred in a row, however slow`() {
        var ledger = AttemptLedger()
        for attempt in 1...99 {
            ledger = counted(ledger, at: start + .seconds(Int64(attempt) * 86_400))
            #expect(ledger.lock == .open)
        }
        ledger = counted(ledger, at: start + .seconds(100 * 86_400))
        #expect(ledger.lock == .disabled)
    }

    @Test func `starts anew after a right code, the last permitted one included`() throws {
        var ledger = AttemptLedger()
        for second in 0..<4 { ledger = counted(ledger, at: start + .seconds(second)) }
        let attempt = try attempt(ledger, at: start + .seconds(4))
        ledger = attempt.after
        let after = ledger.succeeding(attempt)
        #expect(after.lock == .open)
        #expect(after.consecutive == 0 && after.recent.isEmpty && after.locks == 0)
        #expect(after.version == ledger.version + 1)
    }

    /// Four guesses between each two logins of the owner would otherwise go on for ever.
    /// A right code beside a wrong password, or the first of a new device.
    @Test func `is as before when an attempt is taken back, a lock that it brought included`() throws {
        var ledger = AttemptLedger()
        for second in 0..<4 { ledger = counted(ledger, at: start + .seconds(second)) }
        let last = try attempt(ledger, at: start + .seconds(4))
        #expect(last.bringsLock)
        let back = last.after.takingBack(last)
        #expect(back.lock == .open && back.locks == 0 && back.version == ledger.version + 2)
        #expect(back.recent == ledger.recent && back.daily == ledger.daily && back.consecutive == 4)
    }

    /// A login that waits for its person is minutes old when it succeeds.
    @Test func `keeps a lock that others brought since over a right code`() throws {
        let own = try attempt(AttemptLedger(), at: start)
        var ledger = own.after
        for second in 1..<5 { ledger = counted(ledger, at: start + .seconds(second)) }
        let after = ledger.succeeding(own)
        #expect(after.lock == .until(start + .seconds(4 + 1800)))
        #expect(after.daily.count == 4 && after.locks == 1)
    }

    @Test func `counts a try under a lock, and keeps the lock`() throws {
        var ledger = AttemptLedger()
        for _ in 0..<3 { ledger = counted(ledger, at: start, limits: .strict) }
        let later = start + .seconds(3600)
        guard case .allowed(let one, _) = ledger.reserving(at: later, limits: .strict, despiteLock: true) else {
            throw Locked()
        }
        #expect(one.after.lock == .untilAdministrator && !one.bringsLock && one.after.consecutive == 4)
        #expect(one.after.takingBack(one).lock == .untilAdministrator)
        guard case .allowed(let two, _) = one.after.reserving(at: later, limits: .strict, despiteLock: true) else {
            throw Locked()
        }
        #expect(two.after.lock == .disabled && two.bringsLock)
    }

    @Test func `keeps what others brought when an attempt is taken back late`() throws {
        let own = try attempt(AttemptLedger(), at: start)
        var ledger = own.after
        for second in 1..<5 { ledger = counted(ledger, at: start + .seconds(second)) }
        let back = ledger.takingBack(own)
        #expect(back.lock == ledger.lock && back.lock != .open)
        #expect(back.consecutive == 4 && back.daily.count == 4)
        let lifted = try attempt(ledger.unlocking(), at: start + .seconds(9))
        #expect(lifted.after.takingBack(own).consecutive == 5)
    }

    @Test func `keeps the day's failures over a right code, which takes back its own count alone`() throws {
        var ledger = AttemptLedger()
        var now = start
        for _ in 0..<2 {
            for _ in 0..<4 {
                ledger = counted(ledger, at: now)
                now = now + .seconds(1)
            }
            let right = try attempt(ledger, at: now)
            ledger = right.after.succeeding(right)
            now = now + .seconds(1)
        }
        #expect(ledger.daily.count == 8)
        ledger = counted(ledger, at: now)
        #expect(ledger.lock == .open)
        #expect(counted(ledger, at: now + .seconds(1)).lock == .disabled)
        #expect(counted(ledger, at: now + .seconds(86_400)).lock == .open)
    }

    @Test func `keeps the day's count when a lock is lifted, and drops it when a disabled factor is enabled`() {
        var ledger = AttemptLedger()
        for _ in 0..<5 { ledger = counted(ledger, at: start) }
        let lifted = ledger.unlocking()
        #expect(lifted.lock == .open)
        #expect(lifted.recent.isEmpty && lifted.daily.count == 5 && lifted.consecutive == 5)
        for _ in 0..<5 { ledger = counted(ledger.unlocking(), at: start) }
        #expect(ledger.lock == .disabled)
        let enabled = ledger.unlocking()
        #expect(enabled.lock == .open && enabled.daily.isEmpty && enabled.consecutive == 0)
    }

    @Test func `is not unlocked by a clock that is set back`() {
        var ledger = AttemptLedger()
        for _ in 0..<5 { ledger = counted(ledger, at: start) }
        let before = start - .seconds(86_400)
        #expect(ledger.reserving(at: before, limits: .normal) == .locked(.until(start + .seconds(1800))))
        // Failures that now lie in the future still count.
        let four = (0..<4).reduce(AttemptLedger()) { ledger, _ in counted(ledger, at: start) }
        #expect(counted(four, at: before).lock != .open)
    }

    @Test func `holds answers back longer from failure to failure`() {
        var ledger = AttemptLedger()
        var delays: [Duration] = []
        for _ in 0..<5 {
            guard case .allowed(let attempt, let delay) = ledger.reserving(at: start, limits: .normal) else { break }
            (ledger, delays) = (attempt.after, delays + [delay])
        }
        #expect(delays == [.zero, .zero, .seconds(1), .seconds(2), .seconds(4)])
    }

    /// Random lives of a ledger, judged by counting what it let through and not by its own fields.
    @Test(arguments: 0..<40)
    func `never lets more through than its limits, whatever happens`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let limits = seed.isMultiple(of: 2) ? AttemptLimits.normal : .strict
        var ledger = AttemptLedger()
        var now = start
        var sinceReset: [UnixTime] = []
        var sinceLift: [UnixTime] = []
        var inARow = 0
        for _ in 0..<2000 {
            let version = ledger.version
            now = now + .seconds(Int64([0, 1, 20, 300, 1800, 30_000][random.int(below: 6)]))
            switch random.int(below: 40) {
            case 0:
                // A right code takes its own count back and ends the run, not the day.
                guard case .allowed(let attempt, _) = ledger.reserving(at: now, limits: limits) else { continue }
                ledger = attempt.after.succeeding(attempt)
                #expect(ledger.version == version + 2)
                (inARow, sinceLift) = (0, [])
                continue
            case 1:
                if ledger.lock == .disabled { (inARow, sinceReset) = (0, []) }
                sinceLift = []
                ledger = ledger.unlocking()
            case _:
                guard case .allowed(let attempt, _) = ledger.reserving(at: now, limits: limits) else { continue }
                ledger = attempt.after
                sinceReset.append(now)
                sinceLift.append(now)
                inARow += 1
            }
            #expect(ledger.version == version + 1)
            let window = sinceLift.filter { now - $0 < limits.window }.count
            let day = sinceReset.filter { now - $0 < limits.disableWindow }.count
            #expect(window <= limits.failuresBeforeLock)
            #expect(day <= limits.failuresBeforeDisable)
            #expect(inARow <= limits.consecutiveFailuresBeforeDisable)
            #expect(window < limits.failuresBeforeLock || ledger.lock(at: now) != .open)
            #expect(ledger.recent.count < limits.failuresBeforeLock)
            #expect(ledger.daily.count <= limits.failuresBeforeDisable)
        }
    }

    private func counted(
        _ ledger: AttemptLedger, at now: UnixTime, limits: AttemptLimits = .normal
    ) -> AttemptLedger {
        switch ledger.reserving(at: now, limits: limits) {
        case .allowed(let attempt, _):
            return attempt.after
        case .locked(let lock):
            Issue.record("locked: \(lock)")
            return ledger
        }
    }

    private func attempt(
        _ ledger: AttemptLedger, at now: UnixTime, limits: AttemptLimits = .normal
    ) throws -> CountedAttempt {
        guard case .allowed(let attempt, _) = ledger.reserving(at: now, limits: limits) else { throw Locked() }
        return attempt
    }

    private struct Locked: Error {}
}
