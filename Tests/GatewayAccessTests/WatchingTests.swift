import GatewayIdentity
import GatewaySessions
import GatewayTesting
import Testing

@testable import GatewayAccess

/// Who is connected, put together from what sessions, event loops and records say (NCT3-N-U1).
@Suite struct `Who is connected` {
    private func session(_ byte: UInt8, _ account: String, counts: ActivityCounts = .init()) -> LiveRows.SessionFacts {
        LiveRows.SessionFacts(
            id: SessionID(Sample.digest(byte)), account: Sample.name(account), certificate: Sample.digest(byte),
            grade: .sensitive, source: Sample.address, country: nil, since: Sample.start + .seconds(Int64(byte)),
            lastSeen: Sample.start + .seconds(600), counts: counts)
    }

    private func connection(
        _ byte: UInt8, _ account: String, session: UInt8? = nil,
        place: LivePlace = .console(ConsoleID("fab"), .classified),
        alone: ActivityCounts = .init(), streams: [LiveStream] = []
    ) -> LiveConnection {
        LiveConnection(
            account: Sample.name(account), certificate: Sample.certificate(byte), source: Sample.address,
            country: CountryCode("KR"), openedAt: Sample.start + .seconds(Int64(byte)),
            session: session.map { SessionID(Sample.digest($0)) }, place: place, alone: alone, streams: streams)
    }

    private func rows(
        _ sessions: [LiveRows.SessionFacts], _ connections: [LiveConnection], last: [LiveAction] = [],
        partners: Set<String> = []
    ) -> [LiveRow] {
        LiveRows(
            sessions: sessions, connections: connections,
            lastActions: Dictionary(last.compactMap { action in action.visitor.map { ($0, action) } }) { $1 },
            person: { name in
                LivePerson(
                    displayName: "김하늘", organisation: "한빛", roles: [], isPartner: partners.contains(name.text))
            }
        ).rows()
    }

    @Test func `stands with partners first, then by name, then by age`() {
        let found = rows(
            [session(4, "baek-1a2b"), session(3, "aram-1a2b"), session(2, "aram-1a2b"), session(1, "zoe-1a2b")], [],
            partners: ["zoe-1a2b"])
        #expect(found.map(\.account.text) == ["zoe-1a2b", "aram-1a2b", "aram-1a2b", "baek-1a2b"])
        #expect(found[1].since < found[2].since)
        #expect(found.map(\.isPartner) == [true, false, false, false])
    }

    @Test func `has the connections of a session with it, and what runs on them`() {
        let stream = LiveStream(
            kind: .webSocket, request: RequestID(high: 4, low: 4), console: ConsoleID("fab"), startedAt: Sample.start,
            bytesIn: 10, bytesOut: 20)
        let counts = ActivityCounts(requests: 3, denials: 1, bytesIn: 10, bytesOut: 20)
        let found = rows(
            [session(1, "kim-7f3a", counts: counts)],
            [
                connection(1, "kim-7f3a", session: 1, streams: [stream]),
                connection(1, "kim-7f3a", session: 1, place: .console(ConsoleID("build"), .sensitive)),
                connection(1, "kim-7f3a", session: 1, place: .gate),
            ])
        #expect(found.count == 1)
        #expect(found[0].connections == 3)
        #expect(
            found[0].places
                == [.console(ConsoleID("build"), .sensitive), .console(ConsoleID("fab"), .classified), .gate])
        #expect(found[0].streams == [stream])
        #expect(found[0].counts == counts)
        #expect(found[0].serial == "1f")
        #expect(found[0].country == CountryCode("KR"))
    }

    @Test func `names a session that has no connection at the moment`() {
        let found = rows([session(1, "kim-7f3a")], [])
        #expect(found.map(\.connections) == [0])
        #expect(found[0].serial == nil)
        #expect(found[0].source == Sample.address)
    }

    @Test func `names whoever came by the certificate alone, once for all their connections`() {
        let found = rows(
            [],
            [
                connection(7, "bot-77aa", alone: ActivityCounts(requests: 2, bytesOut: 5)),
                connection(7, "bot-77aa", alone: ActivityCounts(requests: 3, denials: 1, bytesOut: 7)),
            ])
        #expect(found.map(\.key) == [.certificate(Sample.digest(7))])
        #expect(found[0].counts == ActivityCounts(requests: 5, denials: 1, bytesOut: 12))
        #expect(found[0].connections == 2)
    }

    @Test func `loses no connection whose session has ended`() {
        let found = rows([session(2, "lee-90aa")], [connection(1, "kim-7f3a", session: 1)])
        #expect(Set(found.map(\.key)) == [.certificate(Sample.digest(1)), .session(SessionID(Sample.digest(2)))])
    }

    @Test func `says what was recorded of each last`() {
        let ofSession = LiveAction(
            sequence: 8, at: "", type: "access", outcome: "success", session: Sample.digest(1).hex,
            certificateKey: Sample.digest(1 ^ 0x80).hex, certificateSerial: "2a", path: "/a")
        let alone = LiveAction(
            sequence: 9, at: "", type: "decision", outcome: "denied",
            certificateKey: Sample.certificate(7).publicKey.hex, path: "/b")
        let found = rows(
            [session(1, "kim-7f3a")], [connection(7, "bot-77aa")], last: [ofSession, alone])
        #expect(found.map(\.lastAction?.path) == ["/b", "/a"])
        #expect(found[1].serial == "2a", "of its record, where no connection tells")
    }

    @Test func `adds up while event loops count`() {
        let activity = VisitorActivity()
        activity.permitted()
        activity.refused()
        activity.moved(in: 3, out: 0)
        activity.moved(in: 0, out: 1000)
        #expect(activity.counts == ActivityCounts(requests: 2, denials: 1, bytesIn: 3, bytesOut: 1000))
    }
}
