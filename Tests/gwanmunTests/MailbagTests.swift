import GatewayIdentity
import GatewayTesting
import Testing

@testable import GatewayAccess
@testable import gwanmun

@Suite struct `What waits on a channel` {
    private let kim = SecurityWarning.Audience.owner(AccountName(stored: "kim-7f3a"))
    private let lee = SecurityWarning.Audience.owner(AccountName(stored: "lee-90aa"))

    private func warning(
        _ audience: SecurityWarning.Audience, _ second: Int = 0, _ severity: SecurityWarning.Severity = .high,
        address: MailAddress? = nil
    ) -> SecurityWarning {
        SecurityWarning(
            number: RequestID(high: 1, low: UInt64(second)), at: Sample.start + .seconds(second), audience: audience,
            severity: severity, event: .locked, account: "ki***", source: nil, device: nil, service: "Gwanmun",
            failures: nil, lock: .open, occurrences: 1, contact: "02-000-0000", address: address)
    }

    private func bag(_ warnings: [SecurityWarning], gathers: Bool = false) -> Mailbag {
        var bag = Mailbag(gathersTrifles: gathers)
        for (index, warning) in warnings.enumerated() { bag.put(warning, as: "10\(index)") }
        return bag
    }

    @Test func `is due at once and one by one for the officer`() {
        let bag = bag((0..<3).map { warning(.securityOfficer, $0) })
        #expect(bag.due(at: Sample.start).map(\.parts) == [["100"], ["101"], ["102"]])
    }

    @Test func `is due for a person once in ten minutes, and then all of it`() throws {
        var bag = bag([warning(kim)])
        let first = try #require(bag.due(at: Sample.start).first)
        bag.delivered(first, at: Sample.start)
        for second in 1...3 { bag.put(warning(kim, second), as: "20\(second)") }
        bag.put(warning(lee, 3), as: "204")
        #expect(bag.due(at: Sample.start + .seconds(599)).map(\.parts) == [["204"]])
        let later = bag.due(at: Sample.start + .seconds(600))
        #expect(later.map(\.parts) == [["201", "202", "203"], ["204"]])
        #expect(later[0].message.occurrences == 3)
        #expect(later[0].id == "203")
        // A clock that was set back holds nothing up.
        #expect(bag.due(at: Sample.start - .seconds(60)).count == 2)
    }

    @Test func `with an address of its own goes by itself`() throws {
        let old = try #require(MailAddress("kim@example.kr"))
        let bag = bag([warning(kim, 0, address: old), warning(kim, 1)])
        #expect(bag.due(at: Sample.start).map(\.parts) == [["100"], ["101"]])
    }

    @Test func `of little weight is gathered for the officer where people read it, and nowhere else`() {
        let trifles = (0..<2).map { warning(.securityOfficer, $0, .low) } + [warning(.securityOfficer, 2)]
        #expect(bag(trifles).due(at: Sample.start + .seconds(3)).count == 3)
        let gathered = bag(trifles, gathers: true)
        #expect(gathered.due(at: Sample.start + .seconds(3)).map(\.parts) == [["102"]])
        #expect(gathered.due(at: Sample.start + .seconds(600)).map(\.parts) == [["100", "101"], ["102"]])
    }

    @Test func `and failed rests longer each time, and is behind everything else`() throws {
        var bag = bag([warning(kim), warning(lee)])
        var now = Sample.start
        for pause in [1, 2, 4] {
            let letter = try #require(bag.due(at: now).first { $0.parts == ["100"] })
            bag.failed(letter, at: now)
            #expect(bag.due(at: now).map(\.parts) == [["101"]])
            now = now + .seconds(pause)
            #expect(bag.due(at: now).map(\.parts) == [["101"], ["100"]])
        }
        // A clock that was set back holds nothing up.
        #expect(bag.due(at: Sample.start - .seconds(3600)).count == 2)
    }

    @Test func `fails alone once others got through since, unless the channel was down`() throws {
        var bag = bag([warning(kim), warning(lee)])
        bag.failed(try #require(bag.due(at: Sample.start).first), at: Sample.start)
        let later = Sample.start + .seconds(1)
        #expect(bag.due(at: later).map(\.failsAlone) == [false, false])
        bag.delivered(try #require(bag.due(at: later).first), at: later)
        #expect(bag.due(at: later).map(\.failsAlone) == [true])
        bag.excuseAll()
        #expect(bag.due(at: later).map(\.failsAlone) == [false])
    }

    @Test func `of little weight is gathered for each officer by themselves`() throws {
        let officers = ["a@example.kr", "b@example.kr"].map { MailAddress($0) }
        let trifles = officers.map { warning(.securityOfficer, 0, .low, address: $0) }
        let letters = bag(trifles, gathers: true).due(at: Sample.start + .seconds(600))
        #expect(letters.map(\.message.lead.address) == officers)
    }

    @Test func `is forgotten when it is delivered`() throws {
        var bag = bag([warning(.securityOfficer)])
        bag.delivered(try #require(bag.due(at: Sample.start).first), at: Sample.start)
        #expect(bag.count == 0 && !bag.knows("100"))
    }
}
