import GatewayIdentity
import GatewayLimits
import Testing

@Suite struct `Sources that are remembered` {
    private let start = UnixTime(seconds: 1_800_000_000)
    private let office = NetworkAddress(v4: 0xC000_0207)

    @Test func `are so for one to two terms since they were noted`() {
        var sources = RecentSources(term: .seconds(100))
        #expect(!sources.contains(office, at: start))
        sources.note(office, at: start)
        #expect(sources.contains(office, at: start + .seconds(199)))
        #expect(!sources.contains(office, at: start + .seconds(200)))
        sources.note(office, at: start + .seconds(250))
        #expect(sources.contains(office, at: start + .seconds(350)))
        #expect(!sources.contains(office, at: start + .seconds(1000)))
    }

    @Test func `are what one subscriber gets`() throws {
        var sources = RecentSources(term: .seconds(100))
        sources.note(try #require(NetworkAddress("2001:db8::1")), at: start)
        #expect(sources.contains(try #require(NetworkAddress("2001:db8::2")), at: start))
        #expect(!sources.contains(try #require(NetworkAddress("2001:db8:0:1::2")), at: start))
    }

    @Test func `take no more room than there is`() {
        var sources = RecentSources(term: .seconds(100), capacity: 10)
        for number in 0..<1000 { sources.note(NetworkAddress(v4: UInt32(number)), at: start) }
        #expect(sources.count <= 20)
        #expect(sources.contains(NetworkAddress(v4: 999), at: start))
        #expect(!sources.contains(NetworkAddress(v4: 0), at: start))
    }

    @Test func `are not remembered for ever by a clock that is set back`() {
        var sources = RecentSources(term: .seconds(100))
        sources.note(office, at: start)
        #expect(sources.contains(office, at: start - .seconds(1)))
        #expect(!sources.contains(office, at: start - .seconds(86_400)))
    }
}
