import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import GatewayWatch
import Logging
import Testing

@testable import gwanmun

/// A trail on the disk, people in a store, and the watch between them, driven step by step.
struct WatchPlace {
    static let person = AccountName(stored: "smith-02d9")

    let folder: TemporaryFolder
    let clock = ManualClock()
    let access: Access
    let taker: MeasureTaker
    let running = RunningView()
    private let logger = Logger(label: "watch", factory: { _ in SwiftLogNoOpLogHandler() })

    var audit: String { folder.path + "/audit" }

    init(_ condition: WatchCondition) async throws {
        folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        var definition = PolicyDefinition()
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 5, window: .seconds(900), lock: .untilAdministrator,
                disable: .init(failures: 10, window: .seconds(86400)))
        ]
        let limits = SessionLimits(
            idle: .seconds(900), absolute: .seconds(3600), stepUp: .seconds(900), concurrent: 1, whenFull: .endOldest)
        for grade in Grade.allCases {
            definition.grades[grade] = GradeRules(
                limits: limits, revocationAge: .seconds(3600), lockout: LockoutName("normal"))
        }
        definition.watch = [WatchRule(id: WatchRuleID("rule"), condition: condition, cooldown: .zero)]
        let policy = try PolicySnapshot(compiling: definition, sha256: Sample.digest(7))
        access = try await Access.load(
            AccessPorts(
                store: store, vault: try await Vault.sample(of: store, clock: clock.clock), recorder: Silence(),
                warnings: Silence(), clock: clock.clock),
            settings: AccessSettings(
                serviceName: "Gwanmun", contact: "02-000-0000",
                securityKeys: SecurityKeyRules(relyingParty: { SoftwareKey.party }, name: "Gwanmun"),
                pacing: AnswerPacing(floor: .zero) { _ in }), policy: policy)
        try await access.readEverybody()
        taker = MeasureTaker(access.measures, ids: RequestIDs(prefix: 5), logger: logger)
    }

    /// - Returns: the last record of the trail.
    @discardableResult func write(_ entries: [AuditEntry]) async throws -> UInt64 {
        let trail = try AuditTrail(
            directory: audit, settings: TrailSettings(node: "gw01", version: "0.1.0"), clock: clock.clock,
            ids: EventIDSource(origin: 7))
        let journal = TrailJournal(trail, node: "gw01", ids: EventIDSource(origin: 8))
        for entry in entries { try await journal.record(entry) }
        let last = trail.counters.last.sequence
        trail.close()
        return last
    }

    func batch(after first: UInt64 = 0, through last: UInt64) throws -> TrailBatch {
        var cursor = TrailCursor(directory: audit, after: first)
        return try cursor.next(through: last)
    }

    /// - Parameter pastEnd: the last record that was there at the start.
    func follower(
        after pastEnd: UInt64 = 0, past: WatchedPast = WatchedPast(first: 0, isCut: false),
        acknowledged: @escaping () -> UInt64
    ) -> WatchFollower {
        let follower = WatchFollower(
            after: pastEnd, access: access, taker: taker, running: running, clock: clock.clock, logger: logger,
            acknowledged: acknowledged
        ) { () throws(TrailCursor.Failure) in past }
        if case .move(past.first) = follower.idleStep() {
        } else {
            Issue.record("the watch does not begin with the past")
        }
        return follower
    }

    // MARK: What is recorded

    func access(_ path: String, bytes: Int = 0, request: UInt64 = 1, mark: UInt64? = nil, ago: Duration = .zero)
        -> AuditEntry
    {
        AuditEntry(
            .access(
                .permit(by: .none), RequestLine(method: "GET", path: RecordedPath(path), mark: mark),
                GatewayAudit.Exchange(status: 200, bytesIn: 0, bytesOut: bytes, duration: ago)),
            at: clock.now - ago, request: RequestID(high: 0, low: request), by: AuditSubject(account: Self.person))
    }

    var stranger: AuditEntry { AuditEntry(.tlsRefused(.noClientCertificate), at: clock.now) }

    func runs(_ bytes: Int, request: UInt64 = 1) -> LiveConnection {
        LiveConnection(
            account: Self.person, certificate: Sample.certificate(), source: Sample.address, country: nil,
            openedAt: clock.now, session: nil, place: .console(ConsoleID("build"), .sensitive),
            streams: [
                LiveStream(
                    kind: .transfer, request: RequestID(high: 0, low: request), console: ConsoleID("build"),
                    startedAt: clock.now, bytesIn: 0, bytesOut: bytes)
            ])
    }
}

private struct Silence: SecurityRecorder, WarningSink {
    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {}
    func deliver(_ warning: SecurityWarning) {}
}
