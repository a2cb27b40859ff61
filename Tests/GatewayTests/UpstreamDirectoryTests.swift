import GatewayIdentity
import GatewayPolicy
import GatewayUpstreams
import Logging
import Synchronization
import Testing

@testable import Gateway

@Suite struct `The directory of upstreams` {
    private let names = PlayedNames()

    private func console(_ upstreams: ConsoleUpstreams) throws -> Console {
        Console(
            id: ConsoleID("fab"), hosts: [try #require(HostName("fab.example"))], upstreams: upstreams,
            owner: "hong-41c2", manager: "lee-90aa")
    }

    private func url(_ text: String) throws -> UpstreamURL { try #require(UpstreamURL(text)) }

    private func adopt(_ upstreams: ConsoleUpstreams, in directory: UpstreamDirectory) throws -> UpstreamGroup {
        try #require(directory.adopt([try console(upstreams)]) { _ in nil }[ConsoleID("fab")])
    }

    @Test func `keeps a group as it is while nothing about it changes`() throws {
        let directory = names.directory()
        let upstreams: ConsoleUpstreams = [try url("http://10.0.0.1"), try url("http://10.0.0.2")]
        let first = try adopt(upstreams, in: directory)
        #expect(try adopt(upstreams, in: directory) === first)
    }

    @Test func `keeps what is known of members that stay, and nothing of those that left`() throws {
        let directory = names.directory()
        let stays = try url("http://10.0.0.1")
        var upstreams: ConsoleUpstreams = [try url("http://10.0.0.9"), stays]
        upstreams.ejection?.failuresInARow = 1
        let before = try adopt(upstreams, in: directory)
        before.failed(1, .connect)
        #expect(before.serving == MemberSet(0))

        upstreams.members = [.init(stays), .init(try url("http://10.0.0.3"))]
        let after = try adopt(upstreams, in: directory)
        #expect(after !== before)
        #expect(after.targets[0].member === before.targets[1].member)
        #expect(after.serving == MemberSet(1))
        #expect(directory.standings.map(\.url.description) == ["http://10.0.0.1", "http://10.0.0.3"])
        #expect(directory.standings[0].counts.ejections == 1)

        upstreams.members = [.init(try url("http://10.0.0.9")), .init(try url("http://10.0.0.3"))]
        _ = try adopt(upstreams, in: directory)
        upstreams.members = [.init(stays), .init(try url("http://10.0.0.3"))]
        #expect(try adopt(upstreams, in: directory).serving == .first(2))
    }

    @Test func `asks names before anybody needs them, and addresses not at all`() async throws {
        let directory = names.directory()
        names.lead("a.example", to: "1.1.1.1")
        let group = try adopt(
            [try url("http://a.example"), try url("http://10.0.0.1"), try url("http://b.localhost")], in: directory)
        #expect(!group.isSettled)
        await directory.settle(within: .seconds(10))
        #expect(group.isSettled)
        #expect(names.asked == ["a.example"])
    }

    @Test func `says how each member stands`() async throws {
        let directory = names.directory()
        names.lead("inside.example", to: "10.0.0.1")
        var upstreams: ConsoleUpstreams = [
            try url("http://10.0.0.1"), try url("http://10.0.0.2"), try url("http://10.0.0.3"),
            try url("http://inside.example"), try url("http://nowhere.example"),
        ]
        upstreams.ejection = EjectionRules(failuresInARow: 1, first: .seconds(3600), longest: .seconds(3600))
        upstreams.health = HealthCheckRules(path: "/")
        let group = try adopt(upstreams, in: directory)
        let rules = try #require(upstreams.health)
        for place in 0..<5 { group.checked(place, .status(place == 2 ? 503 : 200), by: rules) }
        group.failed(1, .timeout)
        await directory.settle(within: .seconds(10))
        let states = directory.standings.map(\.state)
        #expect(states[0] == .serving)
        guard case .leftOut(let left) = states[1] else {
            Issue.record("\(states[1])")
            return
        }
        #expect(left > .zero && left <= .seconds(3600))
        #expect(states[2] == .failingChecks)
        #expect(states[3] == .refused("10.0.0.1 is a private address, which the console does not name"))
        #expect(states[4] == .unresolved)
        #expect(directory.standings[2].counts.checksFailed == 1)
    }

    @Test func `says in the log what changes, once`() throws {
        let lines = Lines()
        let directory = names.directory(Logger(label: "test") { _ in lines })
        var upstreams: ConsoleUpstreams = [try url("http://10.0.0.1"), try url("http://10.0.0.2")]
        upstreams.ejection?.failuresInARow = 2
        upstreams.health = HealthCheckRules(path: "/", rise: 1, fall: 1)
        let group = try adopt(upstreams, in: directory)
        let rules = try #require(upstreams.health)
        for place in 0..<2 { group.checked(place, .status(200), by: rules) }
        for _ in 0..<9 { group.failed(0, .cutShort) }
        for _ in 0..<9 { group.checked(1, .status(503), by: rules) }
        for _ in 0..<9 { group.checked(0, .failed(.timeout), by: rules) }
        group.checked(1, .status(204), by: rules)
        #expect(
            lines.all == [
                "warning upstream left out because=2 failures in a row, the last: cut_short console=fab for=10.0 seconds upstream=http://10.0.0.1",
                "warning upstream fails its health checks because=status 503 console=fab upstream=http://10.0.0.2",
                "warning upstream fails its health checks because=upstream_timeout console=fab upstream=http://10.0.0.1",
                "error no upstream serves console=fab",
                "notice upstream passes its health checks console=fab upstream=http://10.0.0.2",
                "notice an upstream serves again console=fab",
            ])
    }
}

/// Keeps what is logged.
private final class Lines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        lines.withLock { $0.append("\(event.level) \(event.message)" + facts.joined()) }
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
}
