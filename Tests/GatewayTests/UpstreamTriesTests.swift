import GatewayIdentity
import GatewayPolicy
import GatewayUpstreams
import NIOCore
import Testing

@testable import Gateway

@Suite struct `The tries of one request` {
    private func group(_ count: Int = 3, _ change: (inout ConsoleUpstreams) -> Void = { _ in }) throws -> UpstreamGroup
    {
        var upstreams = ConsoleUpstreams(
            members: try (1...count).map { .init(try #require(UpstreamURL("http://10.0.0.\($0)"))) })
        change(&upstreams)
        let console = Console(
            id: ConsoleID("fab"), hosts: [try #require(HostName("fab.example"))], upstreams: upstreams,
            owner: "hong-41c2", manager: "lee-90aa")
        return try #require(PlayedNames().directory().adopt([console]) { _ in nil }[console.id])
    }

    private func tries(_ loop: LoopGroup, _ method: GatewayPolicy.RequestMethod = .get) -> UpstreamTries {
        UpstreamTries(of: loop, session: 1, method: method)
    }

    @Test func `go from member to member, each once, and end`() throws {
        let loop = LoopGroup(try group(), startingAt: 0)
        var tries = tries(loop)
        var places = [tries.place]
        while tries.failed(.unreachable) { places.append(tries.place) }
        #expect(Set(places) == [0, 1, 2])
        #expect(loop.group.counters.retries.total == 2)
    }

    @Test func `of a request whose body was sent end at once`() throws {
        var tries = tries(LoopGroup(try group(), startingAt: 0), .put)
        tries.sentBody()
        #expect(!goesOn(&tries, .stale))
    }

    @Test(arguments: [
        (ForwardFailure.unreachable, true), (.addressRefused, true), (.certificateInvalid, true), (.tlsTooWeak, true),
        (.timeout, true), (.full, true), (.notProcessed, true), (.stale, false), (.unanswered, false),
        (.cutShort, false),
        (.protocolViolation(nil), false), (.nobodyServes, false),
    ])
    func `of a POST go on only when it was not sent`(failure: ForwardFailure, goesOn: Bool) throws {
        var tries = tries(LoopGroup(try group(), startingAt: 0), .post)
        #expect(self.goesOn(&tries, failure) == goesOn)
    }

    @Test(arguments: [ForwardFailure.unreachable, .timeout, .certificateInvalid, .full])
    func `of a POST that was sent go on only when the member says that it did nothing`(failure: ForwardFailure) throws {
        var sent = tries(LoopGroup(try group(), startingAt: 0), .post)
        sent.sent()
        #expect(!goesOn(&sent, failure))
        var refused = tries(LoopGroup(try group(), startingAt: 0), .post)
        refused.sent()
        #expect(goesOn(&refused, .notProcessed))
        // What was not sent yet on the next member may go on from there.
        #expect(goesOn(&refused, failure))
    }

    @Test func `leave out a member that fails`() throws {
        let group = try group { $0.ejection?.failuresInARow = 2 }
        let loop = LoopGroup(group, startingAt: 0)
        for _ in 0..<6 {
            var tries = tries(loop)
            if tries.place == 1 { _ = goesOn(&tries, .unreachable) }
            tries.succeeded()
        }
        #expect(group.serving == [MemberSet(0), MemberSet(2)])
        #expect(group.targets[1].member.counters.ejections.total == 1)
    }

    @Test func `leave out a member that takes no more connections, though it answers on those that stand`() throws {
        let group = try group(2) { $0.ejection?.failuresInARow = 2 }
        let loop = LoopGroup(group, startingAt: 0)
        for failure in [ForwardFailure.unreachable, .timeout] {
            var served = tries(loop)
            while served.place != 0 { served = tries(loop) }
            served.succeeded()
            var refused = tries(loop)
            while refused.place != 0 { refused = tries(loop) }
            _ = goesOn(&refused, failure)
        }
        #expect(group.serving == MemberSet(1))
    }

    @Test func `count connections that came about in favour of the member`() throws {
        let group = try group(2) { $0.ejection?.failuresInARow = 2 }
        let loop = LoopGroup(group, startingAt: 0)
        for _ in 0..<4 {
            var tries = tries(loop)
            while tries.place != 0 { tries = self.tries(loop) }
            tries.reached()
            tries.succeeded()
            _ = goesOn(&tries, .unreachable)
        }
        #expect(group.serving == .first(2))
    }

    @Test func `take no stale connection and no full member for a failure of the member`() throws {
        let group = try group(2) { $0.ejection?.failuresInARow = 1 }
        let loop = LoopGroup(group, startingAt: 0)
        for failure in [ForwardFailure.stale, .full] {
            var tries = tries(loop)
            _ = goesOn(&tries, failure)
        }
        #expect(group.serving == .first(2))
    }

    @Test func `count an answer against its member where that is asked for, and a time-out always`() throws {
        let group = try group(3) {
            $0.ejection?.failuresInARow = 1
            $0.ejection?.statuses = [503]
        }
        let loop = LoopGroup(group, startingAt: 0)
        var fine = tries(loop)
        fine.answered(500)
        fine.succeeded()
        #expect(group.serving == .first(3))
        var bad = tries(loop)
        bad.answered(503)
        bad.succeeded()
        #expect(group.serving.count == 2)

        let slow = try self.group(3) { $0.ejection?.failuresInARow = 1 }
        tries(LoopGroup(slow, startingAt: 0)).timedOut()
        #expect(slow.serving.count == 2)
    }

    @Test func `do not begin while nobody serves`() throws {
        let group = try group(1) { $0.health = HealthCheckRules(path: "/") }
        let rules = try #require(group.rules.health)
        group.checked(0, .failed(.unreachable), by: rules)
        var tries = tries(LoopGroup(group, startingAt: 0))
        #expect(tries.place == nil)
        #expect(!goesOn(&tries, .nobodyServes))
        #expect(group.counters.unserved.total == 1)
    }

    @Test func `keep to the session's member where sessions stick`() throws {
        let group = try group(5) { $0.stickiness = .session }
        let loops = (0..<3).map { LoopGroup(group, startingAt: $0) }
        for session: UInt64 in [1, 1 << 40, .max] {
            let places = loops.flatMap { loop in
                (0..<4).map { _ in UpstreamTries(of: loop, session: session, method: .get).place }
            }
            #expect(Set(places).count == 1)
        }
    }

    private func goesOn(_ tries: inout UpstreamTries, _ failure: ForwardFailure) -> Bool { tries.failed(failure) }
}

@Suite struct `A head for another member` {
    @Test func `has that one's name in place of the first, and every other byte as it was`() {
        let head = ByteBuffer(string: "GET /Host: a HTTP/1.1\r\nX: Host: a\r\nHost: a\r\nY: Host: a\r\n\r\n")
        var renamed = head
        renamed.replaceFirst("\r\nHost: a\r\n", with: "\r\nHost: longer.example:8443\r\n")
        #expect(
            String(buffer: renamed)
                == "GET /Host: a HTTP/1.1\r\nX: Host: a\r\nHost: longer.example:8443\r\nY: Host: a\r\n\r\n")
        renamed.replaceFirst("\r\nHost: absent\r\n", with: "")
        #expect(renamed.readableBytes == head.readableBytes + 18)
    }
}
