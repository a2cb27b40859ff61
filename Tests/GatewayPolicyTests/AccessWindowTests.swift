import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `An access window` {
    private let office: AccessWindow

    init() throws {
        office = AccessWindow(
            days: [.monday, .friday],
            hours: [try #require(MinuteRange(from: 480, to: 720)), try #require(MinuteRange(from: 780, to: 1140))],
            zone: .seoul,
            holidays: [try #require(CivilDate("2026-12-25"))])
    }

    @Test(arguments: [
        ("2026-11-23T07:59:59.999+09:00", false), ("2026-11-23T08:00:00+09:00", true),
        ("2026-11-23T11:59:59.999+09:00", true),
        ("2026-11-23T12:00:00+09:00", false), ("2026-11-23T13:00:00+09:00", true), ("2026-11-23T18:59:59+09:00", true),
        ("2026-11-23T19:00:00+09:00", false),
        ("2026-11-22T23:00:00Z", true), ("2026-11-24T10:00:00+09:00", false), ("2026-11-27T10:00:00+09:00", true),
        ("2026-12-25T10:00:00+09:00", false),
    ])
    func `is half-open, in its own time zone, and shut on holidays`(time: String, isOpen: Bool) throws {
        #expect(try office.isOpen(at: #require(RFC3339.parse(time))) == isOpen)
    }

    @Test(arguments: [
        ("2026-11-23T07:00:00+09:00", "2026-11-23T08:00:00+09:00"),
        ("2026-11-23T08:00:00+09:00", "2026-11-23T12:00:00+09:00"),
        ("2026-11-23T18:59:59.999+09:00", "2026-11-23T19:00:00+09:00"),
        ("2026-11-23T19:00:00+09:00", "2026-11-24T00:00:00+09:00"),
    ])
    func `tells when to look again`(time: String, boundary: String) throws {
        #expect(try office.nextBoundary(after: #require(RFC3339.parse(time))) == #require(RFC3339.parse(boundary)))
    }

    @Test func `never changes before the instant it tells`() throws {
        var random = SeededRandom(0x7469_6d65)
        for offset in ["UTC", "Asia/Seoul", "-05:30", "+14:00"] {
            let window = AccessWindow(
                days: office.days, hours: office.hours, zone: try #require(FixedZone(offset)), holidays: office.holidays
            )
            for _ in 0..<500 {
                let now = UnixTime(
                    milliseconds: Int64.random(in: 1_700_000_000_000...1_900_000_000_000, using: &random))
                let boundary = window.nextBoundary(after: now)
                #expect(boundary > now)
                let between = UnixTime(
                    milliseconds: Int64.random(in: now.milliseconds..<boundary.milliseconds, using: &random))
                #expect(window.isOpen(at: now) == window.isOpen(at: between))
            }
        }
    }

    @Test func `that is always open needs no second look`() throws {
        let always = AccessWindow(
            days: Set(Weekday.allCases), hours: [try #require(MinuteRange(from: 0, to: 1440))], zone: .utc)
        #expect(always.nextBoundary(after: UnixTime(seconds: 0)) == .distantFuture)
    }

    @Test(arguments: ["KST", "Asia/Tokyo", "+9:00", "+15:00", "+09:60", "09:00", ""])
    func `has a zone that is fixed`(text: String) { #expect(FixedZone(text) == nil) }

    @Test(arguments: ["2026-02-29", "2026-13-01", "26-01-01", "2026/01/01", ""])
    func `has holidays that exist`(text: String) { #expect(CivilDate(text) == nil) }

    @Test func `does not wrap over midnight`() {
        #expect(MinuteRange(from: 1200, to: 360) == nil)
        #expect(MinuteRange(from: 480, to: 480) == nil)
        #expect(MinuteRange(from: 0, to: 1441) == nil)
    }
}
