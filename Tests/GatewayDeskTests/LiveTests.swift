import FoundationEssentials
import GatewayAccess
import GatewayIdentity
import GatewayTesting
import Synchronization
import Testing

@testable import GatewayDesk

/// Those who watch at the desk: what they are shown, how it is told what changes, and until when.
@Suite struct `The live view of the desk` {
    private func room() async throws -> (DeskRoom, PlayedConnections) {
        let played = PlayedConnections()
        let room = try await DeskRoom(live: played)
        await room.add("kim-7f3a", "김하늘", "staff", of: "한빛")
        await room.add("meyer-01aa", "Jan Meyer", "foreign_partner", of: "Meyer Optik GmbH")
        return (room, played)
    }

    @Test func `tells once who is connected, partners first`() async throws {
        let (room, played) = try await room()
        played.put([.of("kim-7f3a", 1), .of("meyer-01aa", 2)])
        let live = try await room.get("/api/v1/live").decoded(LiveDocument.self)
        #expect(live.rows.map(\.user) == ["meyer-01aa", "kim-7f3a"])
        #expect(live.rows.map(\.partner) == [true, false])
        #expect(live.rows.map(\.organisation) == ["Meyer Optik GmbH", "한빛"])
        #expect(live.rows[0].places.map(\.console) == ["fab"])
        #expect(room.record.events(.peopleRead).map(\.details) == [["read": "live"]], "looking is recorded")
    }

    @Test(arguments: [
        ("partners=true", ["meyer-01aa"]), ("user=kim-7f3a", ["kim-7f3a"]),
        ("console=fab", ["meyer-01aa", "kim-7f3a"]),
        ("console=build", []), ("organisation=Meyer%20Optik%20GmbH", ["meyer-01aa"]),
        ("partners=false&user=nobody-00", []),
    ])
    func `shows those who are asked for`(query: String, expected: [String]) async throws {
        let (room, played) = try await room()
        played.put([.of("kim-7f3a", 1), .of("meyer-01aa", 2)])
        #expect(
            try await room.get("/api/v1/live", query: query).decoded(LiveDocument.self).rows.map(\.user) == expected)
    }

    @Test(arguments: [
        "partners=yes", "console=Fab", "console=", "console=\(String(repeating: "a", count: 65))", "organisation=",
        "organisation=\(String(repeating: "0", count: 201))", "user=x",
    ])
    func `refuses what nobody can be asked for by`(query: String) async throws {
        let (room, _) = try await room()
        #expect(await room.get("/api/v1/live", query: query).status == 400)
    }

    @Test func `hides names and parts of addresses from those who may not change people`() async throws {
        let (room, played) = try await room()
        played.put([.of("kim-7f3a", 1)])
        let whole = try await room.get("/api/v1/live", as: room.administrator(["security_admin"])).decoded(
            LiveDocument.self)
        let masked = try await room.get("/api/v1/live", as: room.administrator(["auditor"])).decoded(LiveDocument.self)
        #expect(whole.rows.map(\.source) == ["192.0.2.7"])
        #expect(whole.rows.map(\.name) == ["김하늘"])
        #expect(masked.rows.map(\.source) == ["192.0.*.*"])
        #expect(masked.rows.map(\.name) == [nil])
    }

    @Test func `begins with everything, then tells what changed and who is gone`() async throws {
        let (room, played) = try await room()
        played.put([.of("kim-7f3a", 1), .of("meyer-01aa", 2)])
        let stream = try await room.watch()
        let first = try #require(await stream.next("snapshot"))
        #expect(first.rows.map(\.user) == ["meyer-01aa", "kim-7f3a"])

        played.put([.of("kim-7f3a", 1, bytesOut: 4096), .of("meyer-01aa", 2)])
        let second = try #require(await stream.next("change"))
        #expect(second.rows.map(\.user) == ["kim-7f3a"], "nobody else has changed")
        #expect(second.rows.map(\.bytesOut) == [4096])
        #expect(second.gone == [])

        played.put([.of("kim-7f3a", 1, bytesOut: 4096)])
        let third = try #require(await stream.next("change"))
        #expect(third.rows.isEmpty)
        #expect(third.gone == [first.rows[0].id])
        await stream.leave()
    }

    @Test func `tells a slow reader all at once what they missed`() async throws {
        let (room, played) = try await room()
        played.put([.of("kim-7f3a", 1)])
        let stream = try await room.watch()
        _ = await stream.next("snapshot")
        // Looked at by another watcher meanwhile; nobody asks for this one's next piece.
        let other = try await room.watch()
        _ = await other.next("snapshot")
        for count in 1...3 {
            played.put([.of("kim-7f3a", 1, bytesOut: count)])
            _ = await other.next("change")
        }
        let missed = try #require(await stream.next("change"))
        #expect(missed.rows.map(\.bytesOut) == [3])
        await stream.leave()
        await other.leave()
    }

    /// T81.
    @Test func `t81 tells what a partner did, and what others did not achieve`() async throws {
        let (room, played) = try await room()
        let stream = try await room.watch()
        _ = await stream.next("snapshot")
        played.tell([
            LiveAction(
                sequence: 41, at: "2026-12-01T09:00:00.000+09:00", type: "login_failed", outcome: "failure",
                reason: "factor_failed", account: Sample.name("meyer-01aa"))
        ])
        let piece = try #require(await stream.text())
        #expect(piece.contains("event: actions\nid: 41\n"))
        #expect(piece.contains(#""user":"meyer-01aa""#))
        #expect(piece.contains(#""reason":"factor_failed""#))
        await stream.leave()
    }

    @Test func `goes on behind what a client says that it has seen`() async throws {
        let (room, played) = try await room()
        played.tell([.of("meyer-01aa", 41), .of("meyer-01aa", 42)])
        let stream = try await room.watch(after: "41")
        let piece = try #require(await stream.text())
        #expect(piece.contains(#""seq":42"#))
        #expect(!piece.contains(#""seq":41"#))
        await stream.leave()
    }

    @Test func `records who watched, from when to when`() async throws {
        let (room, _) = try await room()
        let stream = try await room.watch()
        _ = await stream.next("snapshot")
        #expect(room.record.events(.peopleWatched).map(\.details) == [[:]], "before anything is shown")
        room.clock.advance(by: .seconds(90))
        await stream.leave()
        let events = try await room.waitFor(.peopleWatched, 2)
        #expect(events[1].details == ["milliseconds": "90000"])
        #expect(events.map(\.actor) == [.controlSocket(uid: 0), .controlSocket(uid: 0)])
    }

    @Test func `shows nothing that is not recorded`() async throws {
        let (room, _) = try await room()
        room.record.breakDown()
        #expect(await room.ask("text/event-stream").status == 503)
        #expect(await room.get("/api/v1/live").status == 503)
    }

    @Test func `ends when the one who watches has lost the right`() async throws {
        let (room, played) = try await room()
        await room.add("officer-77", "박한결", "security_admin", of: "본사")
        let officer = DeskActor.administrator(
            Sample.name("officer-77"), roles: [RoleName("security_admin")],
            proofs: [FactorProof(kind: .totp, authenticator: AuthenticatorID("t"), at: room.clock.now)])
        let stream = try await room.watch(as: officer)
        _ = await stream.next("snapshot")
        #expect(await room.post("/api/v1/users/officer-77/suspend", #"{"reason": "left the company"}"#).status < 300)
        played.put([.of("kim-7f3a", 1)])
        #expect(await stream.text() == nil)
        await stream.leave()
    }

    @Test func `has so many places, and so many for one person`() async throws {
        let (room, _) = try await room()
        var streams: [WatchedStream] = []
        for _ in 0..<LiveHall.most.ofOne { streams.append(try await room.watch()) }
        let answer = await room.ask("text/event-stream")
        #expect(answer.status == 503)
        await streams[0].leave()
        streams.append(try await room.watch())
        for stream in streams { await stream.leave() }
    }

    @Test func `gives events to whoever asks for them by name, and a document to everybody else`() async throws {
        let (room, _) = try await room()
        for accept in [nil, "*/*", "application/json", "text/html, */*;q=0.8"] {
            #expect(await room.ask(accept).stream == nil)
        }
        for accept in ["text/event-stream", "application/json;q=0.5, Text/Event-Stream;q=1"] {
            let stream = try #require(await room.ask(accept).stream)
            stream.cancel()
        }
    }

    @Test func `is for those who may read people`() async throws {
        let (room, _) = try await room()
        let answer = await room.ask("text/event-stream", as: room.administrator(["operator"]))
        #expect((answer.status, answer.stream == nil) == (403, true))
    }
}

extension LiveConnection {
    static func of(_ account: String, _ byte: UInt8, bytesOut: Int = 0) -> LiveConnection {
        LiveConnection(
            account: Sample.name(account), certificate: Sample.certificate(byte), source: Sample.address, country: nil,
            openedAt: Sample.start, session: nil, place: .console(ConsoleID("fab"), .classified),
            alone: ActivityCounts(requests: 1, bytesOut: bytesOut))
    }
}

extension LiveAction {
    static func of(_ account: String, _ sequence: UInt64) -> LiveAction {
        LiveAction(
            sequence: sequence, at: "2026-12-01T09:00:00.000+09:00", type: "access", outcome: "success",
            account: Sample.name(account))
    }
}

/// Event loops and records as a test plays them.
final class PlayedConnections: LiveSource {
    private let state = Mutex<(connections: [LiveConnection], actions: [LiveAction])>(([], []))

    func put(_ connections: [LiveConnection]) { state.withLock { $0.connections = connections } }
    func tell(_ actions: [LiveAction]) { state.withLock { $0.actions += actions } }

    func connections() async -> [LiveConnection] { state.withLock { $0.connections } }
    func listen() async {}
    func rest() async {}
    var lastActions: [String: LiveAction] { [:] }
    func news(after sequence: UInt64, limit: Int) -> LiveNews {
        LiveNews(actions: state.withLock { $0.actions.filter { $0.sequence > sequence } })
    }
}

/// What somebody who watches gets.
struct WatchedStream {
    let stream: DeskStream

    /// The next piece, heartbeats left out.
    func text() async -> String? {
        while let piece = await stream.next() {
            if piece != Array(":\n\n".utf8) { return String(decoding: piece, as: UTF8.self) }
        }
        return nil
    }

    /// The data of the next event of that name.
    func next(_ event: String) async -> LiveDocument? {
        while let text = await text() {
            for part in text.split(separator: "\n\n") where part.contains("event: \(event)\n") {
                guard let data = part.split(separator: "\n").first(where: { $0.hasPrefix("data: ") }) else { continue }
                return try? JSONDecoder().decode(LiveDocument.self, from: Data(data.dropFirst(6).utf8))
            }
        }
        return nil
    }

    /// And is gone when this returns.
    func leave() async {
        stream.cancel()
        while await stream.next() != nil {}
    }
}

extension DeskRoom {
    func ask(_ accept: String?, after id: String? = nil, as actor: DeskActor = DeskRoom.socket) async -> DeskResponse {
        await desk.respond(
            to: DeskRequest(method: "GET", path: "/api/v1/live", accept: accept, lastEventID: id, actor: actor),
            requestID: RequestID(high: 1, low: 2))
    }

    func watch(after id: String? = nil, as actor: DeskActor = DeskRoom.socket) async throws -> WatchedStream {
        let response = await ask("text/event-stream", after: id, as: actor)
        #expect(response.contentType == "text/event-stream")
        return WatchedStream(stream: try #require(response.stream))
    }

    /// Somebody who leaves is recorded a moment later.
    func waitFor(_ kind: SecurityEvent.Kind, _ count: Int) async throws -> [SecurityEvent] {
        for _ in 0..<10_000 where record.events(kind).count < count { await Task.yield() }
        let events = record.events(kind)
        try #require(events.count >= count)
        return events
    }
}
