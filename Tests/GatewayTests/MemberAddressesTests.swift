import GatewayIdentity
import GatewayMetrics
import GatewayPolicy
import GatewayTLS
import GatewayUpstreams
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `The addresses of a member` {
    private let loop = EmbeddedEventLoop()
    private let names = PlayedNames()
    private let group: UpstreamGroup
    private let target: UpstreamTarget

    init() throws {
        group = try Self.group(of: names, .http1)
        target = group.targets[0]
    }

    /// One member, whose name is asked at every tick.
    private static func group(of names: PlayedNames, _ dialect: ConsoleUpstreams.Dialect) throws -> UpstreamGroup {
        let url = try #require(UpstreamURL("http://console.example"))
        let console = Console(
            id: ConsoleID("fab"), hosts: [try #require(HostName("fab.example"))],
            upstreams: ConsoleUpstreams(members: [.init(url, dialect: dialect)], resolution: .zero),
            owner: "hong-41c2", manager: "lee-90aa")
        return try #require(names.directory().adopt([console]) { _ in nil }[console.id])
    }

    private var pool: UpstreamPool {
        UpstreamPool(
            loop: loop, scratch: TLSScratch(allocator: ByteBufferAllocator()),
            metrics: GateMetrics(consoles: NameRoll(label: "console", limit: 1)).makeLoop(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// What comes of asking for a fresh connection, where nothing can be connected to.
    private func failure(_ pool: UpstreamPool) -> ForwardFailure? {
        var failure: ForwardFailure?
        pool.connect(to: target, for: RequestID(high: 1, low: 1), within: .seconds(1)) { result in
            if case .failure(let error) = result { failure = error }
        }
        return failure
    }

    @Test func `are what its name led to when it was asked`() {
        names.lead("console.example", to: "1.1.1.1", "10.0.0.1")
        group.tick(at: .now())
        guard case .addresses(let found) = target.member.addresses.finding else {
            Issue.record("\(target.member.addresses.finding)")
            return
        }
        #expect(found.map(\.description) == ["1.1.1.1"])
    }

    @Test func `that are refused are not connected to, nor is one that is not known`() {
        guard case .unreachable? = failure(pool) else {
            Issue.record("a name that was never resolved was connected to")
            return
        }
        names.lead("console.example", to: "169.254.169.254")
        group.tick(at: .now())
        guard case .addressRefused? = failure(pool) else {
            Issue.record("a refused address was connected to")
            return
        }
        #expect(target.member.counters.refusedAddresses.total == 1)
        // No place stays taken for it.
        #expect(target.member.slots.taken == 0)
    }

    @Test func `end kept connections when they change, and leave them when they do not`() throws {
        names.lead("console.example", to: "1.1.1.1", "2.2.2.2")
        group.tick(at: .now())
        let pool = pool
        let kept = try PlayedUpstream(of: target, pool: pool, loop: loop)
        names.lead("console.example", to: "2.2.2.2", "1.1.1.1")
        group.tick(at: .now())
        pool.tick(now: .now())
        #expect(kept.isOpen)
        names.lead("console.example")  // cannot be resolved
        group.tick(at: .now())
        pool.tick(now: .now())
        #expect(kept.isOpen)

        names.lead("console.example", to: "3.3.3.3")
        group.tick(at: .now() + .seconds(60))
        pool.tick(now: .now())
        #expect(!kept.isOpen)
    }

    @Test func `that changed while a connection was in use end it afterwards`() throws {
        names.lead("console.example", to: "1.1.1.1")
        group.tick(at: .now())
        let pool = pool
        let used = try PlayedUpstream(of: target, pool: pool, loop: loop)
        let leg = try #require(pool.take(to: target))
        names.lead("console.example", to: "10.0.0.1")
        group.tick(at: .now())
        pool.giveBack(try #require(leg as? UpstreamConnection))
        #expect(!used.isOpen)
        #expect(pool.take(to: target) == nil)
    }

    @Test func `that changed end the lending of an HTTP/2 connection, and a check's own is never lent`() throws {
        let group = try Self.group(of: names, .http2)
        let target = group.targets[0]
        let pool = pool
        names.lead("console.example", to: "1.1.1.1")
        group.tick(at: .now())
        var slot: MemberSlot?
        target.member.slots.acquire(on: loop) { grant in
            if case .slot(let granted) = grant { slot = granted }
        }
        try connect(target, pool, slot: nil)
        #expect(pool.take(to: target) == nil)
        #expect(slot != nil)
        try connect(target, pool, slot: slot)
        #expect(pool.take(to: target) != nil)
        names.lead("console.example", to: "10.0.0.1")
        group.tick(at: .now())
        #expect(pool.take(to: target) == nil)
        // Both are idle and closed now.
        pool.tick(now: .now())
        loop.run()
        #expect(pool.standing == 0)
    }

    private func connect(_ target: UpstreamTarget, _ pool: UpstreamPool, slot: MemberSlot?) throws {
        let connection = try HTTP2UpstreamConnection(target: target, pool: pool, slot: slot)
        let channel = EmbeddedChannel(handler: connection, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8080)).wait()
        connection.becomeReady()
        loop.run()
    }

    @Test func `answer whoever asks where the name leads, whatever it leads to by now`() throws {
        let checked = AddressGuard(.name("console.example"), allowsPrivate: false, networks: [])
        let listed = ListedAddresses(
            try ["1.1.1.1", "2600::1"].map { try checked.check(try #require(NetworkAddress($0))) }, on: loop)
        #expect(
            try listed.initiateAQuery(host: "console.example", port: 80).wait()
                == [SocketAddress(ipAddress: "1.1.1.1", port: 80)])
        #expect(
            try listed.initiateAAAAQuery(host: "other.example", port: 443).wait()
                == [SocketAddress(ipAddress: "2600::1", port: 443)])
    }
}
