import GatewayIdentity
import Testing

@Suite struct `An RFC 3339 timestamp` {
    /// RFC 3339 section 5.8, and days around leap years computed with GNU date.
    @Test(arguments: [
        ("1985-04-12T23:20:50.52Z", 482_196_050_520), ("1996-12-19T16:39:57-08:00", 851_042_397_000),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130), ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T23:59:59.999Z", 951_868_799_999), ("2026-11-22T10:00:00+09:00", 1_795_309_200_000),
        ("2100-03-01T00:00:00Z", 4_107_542_400_000), ("1969-12-31T23:59:59.999Z", -1),
    ])
    func `reads the instant it names`(text: String, milliseconds: Int64) {
        #expect(RFC3339.parse(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22 10:00:00Z", "2026-11-22T10:00:00+0900",
        "2026-11-22T10:00:00+24:00", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z", "2026-11-22T10:00:60Z",
        "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00.5",
        "2026-11-22T10:00:00Zx", "+026-11-22T10:00:00Z", "2026-11-22T10:00:00-9:00", "２０26-11-22T10:00:00Z",
    ])
    func `is refused when it names none`(text: String) {
        #expect(RFC3339.parse(text) == nil)
    }

    @Test func `is written in Korea Standard Time unless told otherwise`() {
        let time = UnixTime(milliseconds: 1_795_309_200_007)
        #expect(RFC3339.string(time) == "2026-11-22T10:00:00.007+09:00")
        #expect(RFC3339.string(time, offsetMinutes: 0) == "2026-11-22T01:00:00.007Z")
        #expect(RFC3339.string(time, offsetMinutes: -210) == "2026-11-21T21:30:00.007-03:30")
    }

    @Test(arguments: [-62_135_596_800_000, -1, 0, 951_868_800_000, 4_107_542_399_999, 253_402_300_799_999])
    func `comes back from its text`(milliseconds: Int64) {
        for offset in [-720, 0, 540] {
            // The year must keep four digits at the offset: the ends of the range are written in UTC.
            guard offset == 0 || abs(milliseconds) < 253_000_000_000_000,
                milliseconds > -62_000_000_000_000 || offset == 0
            else { continue }
            let time = UnixTime(milliseconds: milliseconds)
            #expect(RFC3339.parse(RFC3339.string(time, offsetMinutes: offset)) == time)
        }
    }

    @Test func `falls on the day of the week that calendars print`() {
        #expect(CivilTime(UnixTime(seconds: 0), offsetMinutes: 0).weekday == 4)  // Thursday
        #expect(CivilTime(UnixTime(seconds: 1_795_309_200), offsetMinutes: 540).weekday == 7)  // Sunday, 22 Nov 2026
        #expect(CivilTime(UnixTime(seconds: -86_400), offsetMinutes: 0).weekday == 3)
    }
}
