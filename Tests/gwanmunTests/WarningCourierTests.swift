import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewayTesting
import Logging
import Synchronization
import Testing

@testable import gwanmun

/// A channel with one bad mailbox is not down, and one that is down loses nothing.
@Suite struct `Whoever carries warnings` {
    private final class PlayedJournal: AuditJournal {
        func record(_: AuditEntry) async throws(AuditFailure) {}
    }

    /// Hands everything over but what a test says.
    private final class PlayedCarrier: WarningCarrier {
        let channel = WarningChannel.mail
        let gathersTrifles = true
        private let state = Mutex(State())

        private struct State {
            var failing: Set<SecurityWarning.Audience> = []
            var isDown = false
            var tried: [SecurityWarning.Audience] = []
        }

        func copies(of warning: SecurityWarning) -> [SecurityWarning] { [warning] }

        func carry(_ message: WarningMessage, id: String) async -> Carriage {
            state.withLock { state in
                let audience = message.lead.audience
                state.tried.append(audience)
                return state.isDown || state.failing.contains(audience) ? .unreached("exit 75") : .accepted
            }
        }

        func fail(_ audiences: SecurityWarning.Audience...) { state.withLock { $0.failing = Set(audiences) } }
        func isDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
        /// For whom it was tried since the last time this was asked.
        func take() -> [SecurityWarning.Audience] {
            state.withLock { state in
                defer { state.tried = [] }
                return state.tried
            }
        }
    }

    private let folder: TemporaryFolder
    private let spool: WarningSpool
    private let carrier = PlayedCarrier()
    private let standing = ChannelStanding(.mail)
    private let clock = ManualClock()
    private let courier: WarningCourier

    private let kim = SecurityWarning.Audience.owner(AccountName(stored: "kim-7f3a"))
    private let lee = SecurityWarning.Audience.owner(AccountName(stored: "lee-90aa"))
    private let park = SecurityWarning.Audience.owner(AccountName(stored: "park-11c0"))
    private let officer = SecurityWarning.Audience.securityOfficer

    init() throws {
        folder = try TemporaryFolder()
        spool = try WarningSpool(folder: folder.path + "/mail")
        courier = WarningCourier(
            spool: spool, carrier: carrier, standing: standing, journal: PlayedJournal(), clock: clock.clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func put(_ audience: SecurityWarning.Audience, _ name: String) throws {
        let warning = SecurityWarning(
            number: RequestID(high: 1, low: 1), at: clock.now, audience: audience, severity: .high, event: .locked,
            account: "ki***", source: nil, device: nil, service: "Gwanmun", failures: nil, lock: .open, occurrences: 1,
            contact: "02-000-0000")
        try spool.store(SpooledWarning(warning).encoded(), as: name)
    }

    private func round(after time: Duration = .seconds(61)) async -> WarningCourier.Round {
        clock.advance(by: time)
        return await courier.carryAll()
    }

    @Test func `goes on with the officer's when a person's mailbox fails before it`() async throws {
        carrier.fail(kim)
        try put(kim, "100")
        try put(officer, "101")
        #expect(await round() == .later)
        #expect(carrier.take() == [kim, officer])
        #expect(standing.now.problem == nil && standing.now.sent == 1 && standing.now.waiting == 1)
        try put(officer, "102")
        #expect(await round() == .later)
        // What failed least comes first.
        #expect(carrier.take() == [officer, kim])
    }

    @Test func `says that the channel is down when the officer's fails, and tries nothing else in that round`()
        async throws
    {
        carrier.isDown(true)
        try put(officer, "100")
        try put(kim, "101")
        #expect(await round() == .down)
        #expect(carrier.take() == [officer])
        #expect(standing.now.problem == "exit 75")
        carrier.isDown(false)
        #expect(await round() == .nothingLeft)
        #expect(standing.now.problem == nil)
    }

    @Test func `says so too when several people's fail and nothing gets through`() async throws {
        carrier.isDown(true)
        for (index, person) in [kim, lee, park].enumerated() { try put(person, "10\(index)") }
        #expect(await round() == .down)
        #expect(standing.now.problem == "exit 75")
    }

    /// A receiver that stumbles over one body: the officer's, at that.
    @Test func `is held up by one letter of the officer's only until another gets through`() async throws {
        carrier.fail(officer)
        try put(officer, "100")
        #expect(await round() == .down)
        try put(kim, "101")
        #expect(await round() == .later)
        #expect(carrier.take() == [officer, kim, officer])
        #expect(standing.now.problem == nil)
        #expect(await round() == .later)
    }

    @Test func `bears three letters that fail in a round, and takes what is new before the rest`() async throws {
        let people = (0..<5).map { SecurityWarning.Audience.owner(AccountName(stored: "owner-\($0)")) }
        try put(officer, "100")
        for (index, person) in people.enumerated() { try put(person, "11\(index)") }
        carrier.fail(people[0], people[1], people[2], people[3], people[4])
        #expect(await round() == .later)
        #expect(carrier.take() == [officer] + people.prefix(3))
        try put(officer, "120")
        #expect(await round() == .later)
        #expect(carrier.take() == [people[3], people[4], officer] + people.prefix(1))
    }

    @Test func `gives a letter up after three days when others get through`() async throws {
        carrier.fail(kim)
        try put(kim, "100")
        _ = await round()
        try put(officer, "101")
        _ = await round(after: WarningCourier.patience)
        #expect(standing.now.lost == 0)
        #expect(await round() == .nothingLeft)
        #expect(standing.now.lost == 1)
        #expect(try WarningSpool.names(in: spool.folder) == ["100.undeliverable"])
    }

    @Test func `gives nothing up while nothing gets through, however long that is`() async throws {
        carrier.isDown(true)
        try put(officer, "100")
        try put(kim, "101")
        for _ in 0..<4 { #expect(await round(after: WarningCourier.patience) == .down) }
        #expect(try spool.waiting() == ["100", "101"])
        carrier.isDown(false)
        #expect(await round() == .nothingLeft)
        #expect(standing.now.lost == 0 && standing.now.sent == 2)
    }
}
