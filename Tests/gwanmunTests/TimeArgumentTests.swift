import ArgumentParser
import GatewayIdentity
import Testing

@testable import gwanmun

@Suite struct `A time that a command takes` {
    @Test func `is a day of Korea from its midnight to the next`() throws {
        let day = try TimeArgument("2026-12-01")
        #expect(day.beginText == "2026-12-01T00:00:00.000+09:00")
        #expect(day.endText == "2026-12-02T00:00:00.000+09:00")
    }

    @Test func `is an instant, which begins and ends at once`() throws {
        let instant = try TimeArgument("2026-12-01T09:30:00Z")
        #expect(instant.begin == instant.end)
        #expect(instant.beginText == "2026-12-01T18:30:00.000+09:00")
    }

    @Test(arguments: ["", "yesterday", "2026-12", "2026-13-01", "2026-02-30", "2026-1-01x", "2026-12-01T09:30:00"])
    func `is nothing else`(text: String) {
        #expect(throws: ValidationError.self) { try TimeArgument(text) }
    }

    @Test func `ends a period on its last day`() throws {
        let one = try PeriodOptions.parse(["--from", "2026-11-30", "--to", "2026-11-30"])
        #expect(one.end == one.begin + .seconds(86_400))
    }

    @Test(arguments: [
        ["--from", "2026-12-01", "--to", "2026-11-30"],
        ["--from", "2026-12-01T09:00:00Z", "--to", "2026-12-01T09:00:00Z"],
    ])
    func `is no end that is not after its beginning`(words: [String]) {
        #expect(throws: (any Error).self) { try PeriodOptions.parse(words) }
    }
}
