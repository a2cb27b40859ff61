import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// The live view as it is loaded: what its script then keeps as it is (NCT3-N-U1).
@Suite struct `The page of the live view` {
    private func hall() async throws -> DeskHall {
        let hall = try await DeskHall(live: HallConnections(mark: ""))
        try await hall.addKim("")
        return hall
    }

    @Test func `names who is connected to what, and what can be done about it`() async throws {
        let text = try await hall().get("/live").text
        for part in [
            "kim-7f3a", "fab (C), connections 1, certificate alone", "192.0.2.7 KR", "certificate 1f",
            "requests 12, denied 2", "in 1.2 kB, out 3.4 MB", "transfer fab: in 0 B, out 999 B",
            "09:00:01 fab GET /p-17 permit", "/new-lock?kind=account&amp;target=kim-7f3a",
            "/new-lock?kind=certificate&amp;target=\(Sample.certificate().fingerprint.hex)",
            "Connected: 1, of them partners: 0",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(text.contains("data-live=\"/api/v1/live\""))
        #expect(text.contains("data-live-empty hidden"))
    }

    @Test func `says in words that nobody is there`() async throws {
        let text = try await DeskHall().get("/live", language: "ko").text
        #expect(text.contains("조건에 맞는 접속이 없습니다."))
        #expect(!text.contains("data-live-empty hidden"))
    }

    @Test func `asks for the events of those whom it shows`() async throws {
        let text = try await hall().get("/live", query: "partners=true&console=fab&organisation=&user=").text
        #expect(text.contains("data-live=\"/api/v1/live?partners=true&amp;console=fab\""))
        #expect(!text.contains("requests 12"), "who is no partner is not among them")
    }

    @Test func `offers an auditor no change, and shows addresses in part`() async throws {
        let hall = try await hall()
        let text = await hall.get("/live", as: hall.auditor).text
        #expect(text.contains("192.0.*.* KR"))
        #expect(!text.contains("/new-lock"))
        #expect(!text.contains("data-live-acts"))
        #expect(!text.contains("김하늘"))
    }

    @Test func `is recorded before it is shown`() async throws {
        let hall = try await hall()
        _ = await hall.get("/live")
        #expect(hall.record.events(.peopleRead).map(\.details) == [["read": "live"]])
    }

    @Test func `leads to a form that knows whom it is about`() async throws {
        let text = try await hall().get("/new-lock", query: "kind=certificate&target=abc").text
        #expect(text.contains("value=\"abc\""))
        #expect(text.contains("<option value=\"certificate\" selected>"))
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1299, "1.2 kB"), (999_999, "999.9 kB"), (1_000_000, "1.0 MB"),
        (3_456_789, "3.4 MB"), (12_345_678_901, "12.3 GB"), (Int.max, "9.2 EB"),
    ])
    func `cuts bytes at a tenth`(count: Int, text: String) {
        #expect(LiveText.bytes(count) == text)
    }
}

/// One program, connected by its certificate alone; whatever is text says `mark` too.
struct HallConnections: LiveSource {
    let mark: String

    func connections() async -> [LiveConnection] {
        [
            LiveConnection(
                account: AccountName(stored: "kim-7f3a"), certificate: Sample.certificate(), source: Sample.address,
                country: CountryCode("KR"), openedAt: Sample.start, session: nil,
                place: .console(ConsoleID("fab"), .classified),
                alone: ActivityCounts(requests: 12, denials: 2, bytesIn: 1234, bytesOut: 3_456_789),
                streams: [
                    LiveStream(
                        kind: .transfer, request: RequestID(high: 4, low: 4), console: ConsoleID("fab" + mark),
                        startedAt: Sample.start, bytesIn: 0,
                        bytesOut: 999)
                ])
        ]
    }
    func listen() async {}
    func rest() async {}
    var lastActions: [String: LiveAction] { [Sample.certificate().publicKey.hex: action] }
    func news(after sequence: UInt64, limit: Int) -> LiveNews { LiveNews(actions: [action]) }

    private var action: LiveAction {
        LiveAction(
            sequence: 7, at: "2026-12-01T09:00:01.000+09:00", type: "access", outcome: "success",
            account: AccountName(stored: "kim-7f3a"), console: ConsoleID("fab"), method: "GET", path: "/p-17" + mark,
            decision: "permit")
    }
}
