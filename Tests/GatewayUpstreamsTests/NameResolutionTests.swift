import GatewayIdentity
import GatewayUpstreams
import Testing

@Suite struct `A name` {
    private static let period = Duration.seconds(30)

    private func resolution() -> NameResolution {
        NameResolution(
            AddressGuard(.name("console.example"), allowsPrivate: false, networks: []), period: Self.period)
    }

    private func addresses(_ texts: String...) throws -> [NetworkAddress] {
        try texts.map { try #require(NetworkAddress($0)) }
    }

    private func found(_ resolution: NameResolution) -> [String]? {
        guard case .addresses(let found) = resolution.finding else { return nil }
        return found.map(\.description)
    }

    @Test func `leads to what was found, until it is time to ask again`() throws {
        var name = resolution()
        #expect(name.finding == .nothing)
        #expect(name.begin(at: .start) == true)
        _ = name.answered(try addresses("1.1.1.1", "2600::1"), at: .start)
        #expect(found(name) == ["1.1.1.1", "2600::1"])
        #expect(name.begin(at: .start + Self.period - .milliseconds(1)) == false)
        #expect(name.begin(at: .start + Self.period) == true)
        #expect(found(name) == ["1.1.1.1", "2600::1"])
    }

    @Test func `is asked for by one at a time`() {
        var name = resolution()
        #expect(name.begin(at: .start) == true)
        #expect(name.begin(at: .start + .seconds(3600)) == false)
    }

    @Test func `keeps leading where it led when it cannot be resolved, and says so once`() throws {
        var name = resolution()
        _ = name.answered(try addresses("1.1.1.1"), at: .start)
        guard case .failed(let kept)? = name.failed(at: .start + .seconds(30)) else {
            Issue.record("the failure was not told")
            return
        }
        #expect(kept.map(\.description) == ["1.1.1.1"])
        #expect(name.failed(at: .start + .seconds(31)) == nil)
        #expect(found(name) == ["1.1.1.1"])
        #expect(name.foundAt == .start)
    }

    @Test func `is asked for again soon after a failure, then less and less often`() {
        var name = resolution()
        var now = Moment.start
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            #expect(name.begin(at: now) == true)
            _ = name.failed(at: now)
            now = now + .seconds(seconds)
            #expect(name.begin(at: now - .milliseconds(1)) == false)
        }
    }

    @Test func `that was never resolved leads nowhere`() {
        var name = resolution()
        #expect(name.failed(at: .start) == .failed(keeping: []))
        #expect(name.finding == .nothing)
    }

    @Test func `says when it leads elsewhere, and nothing when only the order changed`() throws {
        var name = resolution()
        #expect(name.answered(try addresses("1.1.1.1", "2.2.2.2"), at: .start) != nil)
        #expect(name.answered(try addresses("2.2.2.2", "1.1.1.1"), at: .start) == nil)
        #expect(name.answered(try addresses("2.2.2.2"), at: .start) != nil)
        #expect(found(name) == ["2.2.2.2"])
    }

    @Test func `leads only to those of its addresses that are allowed`() throws {
        var name = resolution()
        _ = name.answered(try addresses("169.254.169.254", "10.0.0.1", "1.1.1.1"), at: .start)
        #expect(found(name) == ["1.1.1.1"])
    }

    @Test func `leads nowhere once all its addresses are refused, wherever it led before`() throws {
        var name = resolution()
        _ = name.answered(try addresses("1.1.1.1"), at: .start)
        guard case .refused(let refusal)? = name.answered(try addresses("10.0.0.1", "127.0.0.1"), at: .start) else {
            Issue.record("the refusal was not told")
            return
        }
        #expect(refusal.description == "10.0.0.1 is a private address, which the console does not name")
        #expect(name.finding == .refused(refusal))
        #expect(name.answered(try addresses("10.0.0.1"), at: .start) == nil)
        // Nor does a failure afterwards bring the old ones back.
        _ = name.failed(at: .start)
        #expect(name.finding == .refused(refusal))
    }

    @Test func `has only so many addresses`() throws {
        var name = resolution()
        _ = name.answered(try (1...100).flatMap { try addresses("1.1.1.\($0)") }, at: .start)
        #expect(found(name)?.count == NameResolution.mostAddresses)
    }
}

extension Moment {
    static let start = Moment(nanoseconds: 1_000_000_000)

    static func - (moment: Moment, span: Duration) -> Moment {
        Moment(nanoseconds: moment.nanoseconds - (Moment(nanoseconds: 0) + span).nanoseconds)
    }
}
