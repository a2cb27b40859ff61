import GatewayIdentity
import Testing

@Suite struct `An instant` {
    @Test func `never wraps into the past`() {
        #expect(UnixTime.distantFuture + .seconds(.max / 2000) > .distantFuture)
        #expect(UnixTime(milliseconds: .max) + .seconds(1) == UnixTime(milliseconds: .max))
        #expect(UnixTime(seconds: 1) + .seconds(Int64.max) == UnixTime(milliseconds: .max))
        #expect(UnixTime(seconds: -1) - .seconds(Int64.max) == UnixTime(milliseconds: .min))
        #expect(UnixTime(milliseconds: .min) - .seconds(1) == UnixTime(milliseconds: .min))
    }

    @Test func `rounds to whole seconds towards the past`() {
        #expect(UnixTime(milliseconds: 1999).seconds == 1)
        #expect(UnixTime(milliseconds: -1).seconds == -1)
        #expect(UnixTime(milliseconds: -1000).seconds == -1)
        #expect(UnixTime(milliseconds: .min).seconds == -9_223_372_036_854_776)
    }

    @Test func `is apart from another by the time between`() {
        #expect(UnixTime(seconds: 90) - UnixTime(seconds: 30) == .seconds(60))
        let ends = (UnixTime(milliseconds: .min), UnixTime(milliseconds: .max))
        #expect(ends.1 - ends.0 == .milliseconds(Int64.max))
        #expect(ends.0 - ends.1 == .milliseconds(Int64.min))
        #expect(UnixTime(seconds: 30) + .milliseconds(1500) == UnixTime(milliseconds: 31_500))
    }
}
