import GatewayUpstreams
import Testing

@Suite struct `A group's health` {
    private static let rules = EjectionRules(
        failuresInARow: 3, rate: nil, first: .seconds(10), longest: .seconds(40), largestShare: 50)
    private static let checks = HealthCheckRules(path: "/healthz", rise: 2, fall: 3)

    private func group(_ count: Int, _ rules: EjectionRules? = rules, checks: HealthCheckRules? = nil) -> GroupHealth {
        GroupHealth(Array(repeating: nil, count: count), ejection: rules, checks: checks)
    }

    private func fail(
        _ group: inout GroupHealth, _ place: Int, _ failure: MemberFailure = .connect, times: Int,
        at now: Moment = .start
    ) -> [HealthChange] {
        (0..<times).flatMap { _ in group.failed(place, failure, at: now) }
    }

    private func places(_ set: MemberSet) -> [Int] { Array(set.places) }

    // MARK: Passive

    @Test func `leaves one bad member of three out after so many failures, and takes it back after its term`() {
        var group = group(3)
        #expect(fail(&group, 1, times: 2) == [])
        #expect(places(group.serving) == [0, 1, 2])
        #expect(fail(&group, 1, times: 1) == [.ejected(1, .inARow(3, .connect), for: .seconds(10))])
        #expect(places(group.serving) == [0, 2])
        #expect(group.tick(at: .start + .milliseconds(9999)) == [])
        #expect(places(group.serving) == [0, 2])
        #expect(group.tick(at: .start + .seconds(10)) == [.returned(1)])
        #expect(places(group.serving) == [0, 1, 2])
    }

    @Test func `counts failures in a row, not failures in all`() {
        var group = group(2)
        for _ in 0..<10 {
            #expect(fail(&group, 0, .cutShort, times: 2) == [])
            #expect(group.awaitingSuccess.contains(0))
            group.succeeded(0, at: .start)
            #expect(group.awaitingSuccess.isEmpty)
        }
        #expect(places(group.serving) == [0, 1])
    }

    @Test(arguments: [MemberFailure.connect, .tls])
    func `leaves out a member that takes no more connections, whatever it answers on those it has`(
        failure: MemberFailure
    ) {
        var group = group(2)
        for _ in 0..<2 {
            #expect(group.failed(0, failure, at: .start) == [])
            group.succeeded(0, at: .start)
        }
        #expect(group.failed(0, failure, at: .start) == [.ejected(0, .inARow(3, failure), for: .seconds(10))])
    }

    @Test func `counts connections that did not come about only since one did`() {
        var group = group(2)
        for _ in 0..<10 {
            #expect(fail(&group, 0, times: 2) == [])
            group.reached(0)
            group.succeeded(0, at: .start)
        }
        #expect(places(group.serving) == [0, 1])
    }

    @Test func `counts answers that fail only since one did not, whatever connections come about`() {
        var group = group(2)
        for _ in 0..<2 {
            #expect(group.failed(0, .cutShort, at: .start) == [])
            group.reached(0)
        }
        #expect(group.failed(0, .cutShort, at: .start) == [.ejected(0, .inARow(3, .cutShort), for: .seconds(10))])
    }

    @Test func `doubles the term of a member that fails again, up to the longest`() {
        var group = group(3)
        var now = Moment.start
        _ = fail(&group, 1, times: 3, at: now)
        now = now + .seconds(10)
        for seconds in [20, 40, 40] {
            _ = group.tick(at: now)
            // Just back, one failure is enough.
            #expect(fail(&group, 1, times: 1, at: now) == [.ejected(1, .again(.connect), for: .seconds(seconds))])
            now = now + .seconds(seconds)
        }
    }

    @Test func `ends a probation with the first success, and forgets ejections after it did well for long`() {
        var group = group(3)
        _ = fail(&group, 1, times: 3)
        _ = group.tick(at: .start + .seconds(10))
        group.succeeded(1, at: .start + .seconds(10))
        let soon = Moment.start + .seconds(11)
        #expect(fail(&group, 1, times: 3, at: soon) == [.ejected(1, .inARow(3, .connect), for: .seconds(20))])
        let back = soon + .seconds(20)
        _ = group.tick(at: back)
        group.succeeded(1, at: back)
        let late = back + .seconds(40)
        #expect(fail(&group, 1, times: 3, at: late) == [.ejected(1, .inARow(3, .connect), for: .seconds(10))])
    }

    @Test func `hears nothing of what was under way when a member was ejected`() {
        var group = group(3)
        _ = fail(&group, 1, times: 3)
        #expect(fail(&group, 1, times: 10, at: .start + .seconds(5)) == [])
        group.succeeded(1, at: .start + .seconds(5))
        #expect(places(group.serving) == [0, 2])
        #expect(group.tick(at: .start + .seconds(10)) == [.returned(1)])
    }

    @Test(arguments: [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (64, 32)])
    func `never leaves out more than its share, nor the last, when all are bad`(count: Int, ejected: Int) {
        var group = group(count)
        for place in 0..<count { _ = fail(&group, place, times: 5) }
        #expect(group.serving.count == count - ejected)
    }

    @Test func `may leave out all but one where that is the share`() {
        var group = group(3, EjectionRules(failuresInARow: 1, rate: nil, largestShare: 100))
        for place in 0..<3 { _ = fail(&group, place, times: 1) }
        #expect(places(group.serving) == [2])
    }

    @Test func `says once when a member is spared for want of others`() {
        var group = group(2)
        _ = fail(&group, 0, times: 3)
        #expect(fail(&group, 1, times: 6) == [.spared(1, .inARow(3, .connect))])
        #expect(fail(&group, 1, times: 1, at: .start + .seconds(40)).count == 1)
    }

    @Test func `says nothing of a member that is alone`() {
        var group = group(1)
        #expect(fail(&group, 0, times: 100) == [])
        #expect(places(group.serving) == [0])
    }

    @Test func `leaves out a member whose requests fail too often among many`() {
        var group = group(
            2, EjectionRules(failuresInARow: 1000, rate: .init(percent: 50, window: .seconds(10), requests: 20)))
        for _ in 0..<9 { _ = group.failed(0, .timeout, at: .start) }
        group.succeeded(0, 10, at: .start)
        #expect(group.tick(at: .start) == [])  // 19 requests prove nothing
        group.succeeded(0, 1, at: .start)
        #expect(group.tick(at: .start) == [])  // 9 of 20
        _ = group.failed(0, .timeout, at: .start)
        group.succeeded(0, 0, at: .start)
        #expect(group.tick(at: .start) == [])  // 10 of 21
        _ = group.failed(0, .timeout, at: .start)
        #expect(group.tick(at: .start) == [.ejected(0, .rate(failed: 11, of: 22), for: .seconds(10))])
    }

    @Test func `forgets failures older than the window`() {
        var group = group(
            2, EjectionRules(failuresInARow: 1000, rate: .init(percent: 50, window: .seconds(10), requests: 20)))
        for _ in 0..<30 { _ = group.failed(0, .timeout, at: .start) }
        #expect(group.awaitsTime)
        #expect(group.tick(at: .start + .seconds(10)) == [])
        #expect(!group.awaitsTime)
    }

    @Test func `ejects nobody where that is off`() {
        var group = group(3, nil)
        #expect(fail(&group, 1, times: 1000) == [])
        #expect(places(group.serving) == [0, 1, 2])
    }

    // MARK: Active

    @Test func `lets the first check of all count alone`() {
        var group = group(3, checks: Self.checks)
        // Before anybody answered, all may serve.
        #expect(places(group.serving) == [0, 1, 2])
        #expect(group.checked(0, passed: true) == [])
        #expect(group.members[0].checks == .passing)
        #expect(group.checked(1, passed: false) == [.checks(1, passing: false)])
        // Who was not asked yet waits for its answer while others serve.
        #expect(places(group.serving) == [0])
    }

    @Test func `takes a member out after so many bad checks in a row, and back after so many good ones`() {
        var group = group(2, checks: Self.checks)
        for place in 0..<2 { _ = group.checked(place, passed: true) }
        for passed in [false, false, true, false, false] { #expect(group.checked(1, passed: passed) == []) }
        #expect(group.checked(1, passed: false) == [.checks(1, passing: false)])
        #expect(places(group.serving) == [0])
        for passed in [true, false, true] { #expect(group.checked(1, passed: passed) == []) }
        #expect(group.checked(1, passed: true) == [.checks(1, passing: true)])
        #expect(places(group.serving) == [0, 1])
    }

    @Test func `lets nobody serve when all fail their checks, and says so`() {
        var group = group(2, checks: Self.checks)
        #expect(group.checked(0, passed: false) == [.checks(0, passing: false)])
        #expect(group.checked(1, passed: false) == [.checks(1, passing: false), .nobodyServes])
        #expect(group.serving.isEmpty)
        #expect(group.checked(0, passed: true) == [])
        #expect(group.checked(0, passed: true) == [.checks(0, passing: true), .somebodyServes])
    }

    @Test func `asks an ejected member after all when the others fail their checks`() {
        var group = group(2, checks: Self.checks)
        for place in 0..<2 { _ = group.checked(place, passed: true) }
        _ = fail(&group, 0, times: 3)
        #expect(places(group.serving) == [1])
        for _ in 0..<3 { _ = group.checked(1, passed: false) }
        #expect(places(group.serving) == [0])
    }

    @Test func `does not take requests that fail for checks that fail, nor the reverse`() {
        var group = group(3, checks: Self.checks)
        for place in 0..<3 { _ = group.checked(place, passed: true) }
        _ = fail(&group, 1, times: 3)
        _ = group.checked(1, passed: true)
        #expect(places(group.serving) == [0, 2])
        for _ in 0..<3 { _ = group.checked(2, passed: false) }
        group.succeeded(2, 100, at: .start)
        #expect(places(group.serving) == [0])
    }

    @Test func `asks at intervals that differ by a tenth at most`() {
        let rules = HealthCheckRules(path: "/", interval: .seconds(10))
        #expect(rules.pause(random: 0) == .seconds(9))
        #expect(rules.pause(random: 100) == .seconds(10))
        #expect(rules.pause(random: 200) == .seconds(11))
        #expect(rules.pause(random: .max) >= .seconds(9) && rules.pause(random: .max) <= .seconds(11))
    }

    // MARK: Reloads

    @Test func `is kept through a reload for members that stay`() {
        var before = group(3, checks: Self.checks)
        for place in 0..<3 { _ = before.checked(place, passed: place != 2) }
        _ = fail(&before, 1, times: 3)
        // A new member comes first, the one at 0 leaves.
        let after = GroupHealth(
            [nil, before.members[1], before.members[2]], ejection: Self.rules, checks: Self.checks)
        #expect(after.members[0].checks == .unknown)
        #expect(after.members[1].service == .ejected(until: .start + .seconds(10)))
        #expect(after.members[2].checks == .failing)
        // What is no longer asked for no longer counts.
        let relaxed = GroupHealth(before.members, ejection: nil, checks: nil)
        #expect(places(relaxed.serving) == [0, 1, 2])
    }
}
