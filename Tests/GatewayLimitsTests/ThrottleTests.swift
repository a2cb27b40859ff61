import GatewayIdentity
import GatewayLimits
import GatewayTesting
import Testing

@Suite struct `The throttle of a source` {
    private let start = Sample.start
    private let source = Sample.address

    @Test func `blocks for ten minutes at the twentieth failure within ten`() {
        var throttle = SourceThrottle(limits: .normal)
        for failure in 1...19 {
            #expect(throttle.recordFailure(from: source, at: start + .seconds(Int64(failure))) == .admitted)
        }
        let end = start + .seconds(20 + 600)
        #expect(throttle.recordFailure(from: source, at: start + .seconds(20)) == .blocked(until: end))
        #expect(throttle.verdict(on: source, at: end - .milliseconds(1)) == .blocked(until: end))
        #expect(throttle.verdict(on: source, at: end) == .admitted)
    }

    @Test func `lets others through`() {
        var throttle = SourceThrottle(limits: .normal)
        for _ in 1...20 { _ = throttle.recordFailure(from: source, at: start) }
        #expect(throttle.verdict(on: NetworkAddress(v4: 0xC000_0208), at: start) == .admitted)
    }

    @Test func `counts the addresses of one IPv6 64 together`() throws {
        var throttle = SourceThrottle(limits: .strict)
        for host in 1...10 {
            _ = throttle.recordFailure(from: try #require(NetworkAddress("2001:db8:1:2::\(host)")), at: start)
        }
        let neighbour = try #require(NetworkAddress("2001:db8:1:2:ffff::1"))
        #expect(throttle.verdict(on: neighbour, at: start) == .blocked(until: start + .seconds(600)))
        #expect(throttle.verdict(on: try #require(NetworkAddress("2001:db8:1:3::1")), at: start) == .admitted)
        #expect(throttle.count == 1)
    }

    @Test func `is not talked out of it by waiting for a window to turn`() {
        var throttle = SourceThrottle(limits: .normal)
        // Nineteen at the end of one window and one at the start of the next are twenty within ten minutes.
        _ = throttle.recordFailure(from: source, at: start)
        for _ in 1...18 { _ = throttle.recordFailure(from: source, at: start + .seconds(599)) }
        #expect(throttle.recordFailure(from: source, at: start + .seconds(600)) != .admitted)
    }

    @Test func `forgets what is long past`() {
        var throttle = SourceThrottle(limits: .normal)
        for _ in 1...19 { _ = throttle.recordFailure(from: source, at: start) }
        #expect(throttle.recordFailure(from: source, at: start + .seconds(1200)) == .admitted)
    }

    @Test func `blocks again at the next failure when the failures before still count`() {
        var throttle = SourceThrottle(limits: SourceLimits(failures: 5, window: .seconds(600), block: .seconds(60)))
        for _ in 1...5 { _ = throttle.recordFailure(from: source, at: start) }
        let after = start + .seconds(60)
        #expect(throttle.verdict(on: source, at: after) == .admitted)
        #expect(throttle.recordFailure(from: source, at: after) == .blocked(until: after + .seconds(60)))
    }

    @Test func `remembers no more sources than it may, and never forgets a blocked one for another`() {
        var throttle = SourceThrottle(limits: SourceLimits(failures: 2, capacity: 100))
        for host in 0..<50 { for _ in 0..<2 { _ = throttle.recordFailure(from: address(host), at: start) } }
        for host in 1000..<11_000 { _ = throttle.recordFailure(from: address(host), at: start) }
        #expect(throttle.count == 100)
        for host in 0..<50 { #expect(throttle.verdict(on: address(host), at: start) != .admitted) }
    }

    @Test func `refuses a newcomer who fails while every place is taken by a blocked one`() {
        var throttle = SourceThrottle(limits: SourceLimits(failures: 1, capacity: 10))
        for host in 0..<10 { _ = throttle.recordFailure(from: address(host), at: start) }
        #expect(throttle.recordFailure(from: address(99), at: start) == .blocked(until: start + .seconds(600)))
        #expect(throttle.count == 10)
        // When their time is over, there is room again.
        let later = start + .seconds(600)
        #expect(throttle.recordFailure(from: address(99), at: later) == .blocked(until: later + .seconds(600)))
        #expect(throttle.verdict(on: address(99), at: later) != .admitted)
    }

    @Test func `is not opened by a clock that is set back`() {
        var throttle = SourceThrottle(limits: .normal)
        for _ in 1...20 { _ = throttle.recordFailure(from: source, at: start) }
        #expect(throttle.verdict(on: source, at: start - .seconds(86_400)) != .admitted)
    }

    private func address(_ host: Int) -> NetworkAddress { NetworkAddress(v4: 0x0A00_0000 + UInt32(host)) }
}
