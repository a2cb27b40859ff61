import Gateway
import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayCertificates
import GatewayCrypto
import GatewayDesk
import GatewayDeskPages
import GatewayIdentity
import GatewayMetrics
import GatewayPages
import GatewayPolicy
import GatewaySettings
import GatewayStore
import GatewayStoreSQLite
import GatewaySystem
import GatewayVault
import Logging
import NIOPosix

/// A node put together: the one place that knows the store, the trail, the people and the listeners at once.
final class Node: Sendable {
    static let version = "0.1.0"

    let access: Access
    let board: NodeBoard
    let gate: GateNode
    private let server: GatewayServer
    private let reading: Task<Void, Never>
    private let trail: AuditTrail
    let journal: TrailJournal
    private let keeper: TrailKeeper
    private let indexing: TrailIndexing
    private let store: SQLiteStore
    private let vault: Vault
    private let warnings: WarningPost
    let siem: SIEMPost
    let clockWatch: ClockWatch
    private let passwords: PAMPasswords?
    private let reloader: Reloader
    private let policies: PolicySource
    private let alarms: TrustAlarmLog
    private let doorway: DeskDoorway
    private let ops: OpsAnswer
    private let storeWatch: StoreWatch
    private let live: LiveHall
    private let reviewHouse: ReviewHouse
    private let reports: Reports
    private let watch: NodeWatch
    let logger: Logger

    /// Opens the store and the trail, and loads people into memory. It listens when `open` is called.
    ///
    /// - Parameters:
    ///   - file: the configuration, read again at each reload.
    ///   - adjusting: what the command line changes in it, each time.
    ///   - succession: to wait for a process that serves still; `nil`: there is none, or it is a mistake.
    init(
        _ material: StartMaterial, configuredBy file: String,
        adjusting: @escaping @Sendable (inout GatewayConfiguration) -> Void = { _ in },
        after succession: Succession? = nil, logger: Logger
    ) async throws {
        if !CryptoEngine.locksSecrets {
            logger.warning("keys may be swapped out: the system locks no memory for them (RLIMIT_MEMLOCK)")
        }
        try CryptoEngine.selfTest()
        let configuration = material.configuration
        let clock = SystemClock.now
        self.logger = logger

        let startedAt = clock()
        let metrics = NodeMetrics(policy: .init(at: startedAt, took: material.folder.took))
        // The trail first: whoever has it is alone with the store, too.
        let openTrail = {
            try AuditTrail(
                directory: configuration.places.audit, settings: Self.trailSettings(configuration), clock: clock,
                ids: EventIDSource(origin: try Self.random64()), observer: metrics)
        }
        trail = try await succession?.trail(openTrail) ?? openTrail()
        store = try SQLiteStore(path: configuration.places.store)
        let token = configuration.tokenKeys
        vault = try await Vault.open(
            store, keysIn: configuration.keyPlaces(token), settings: configuration.vaultSettings, clock: clock)
        indexing = TrailIndexing(trail, in: configuration.places.audit, logger: logger)
        let name = NodeName.of(configuration)
        journal = TrailJournal(trail, node: name, ids: EventIDSource(origin: try Self.random64()))
        keeper = try await TrailKeeper.begin(
            trail, configuration, token: token, host: name, journal: journal, clock: clock, logger: logger)
        passwords = try configuration.pam.map { try PAMPasswords($0, logger: logger) }
        let site = configuration.site
        warnings = try WarningPost(
            configuration.warnings, contacts: store, host: site.gate.text, journal: journal, clock: clock,
            logger: logger)
        siem = try SIEMPost(
            configuration.siem, trail, in: configuration.places.audit, host: name, clock: clock, logger: logger)
        let clockWatch = ClockWatch(configuration.clock, clock: clock, logger: logger)
        self.clockWatch = clockWatch
        let policy = try await PolicyOpening(configuration, store).choose(material.folder)
        let board = NodeBoard(material.with(policy), UpstreamDirectory(lookup: systemNameLookup, logger: logger))
        self.board = board
        let countries = CountryBook(material.countries)
        access = try await Access.load(
            AccessPorts(
                store: store, vault: vault,
                recorder: MeteredRecorder(
                    recorder: TrailRecorder(
                        journal: journal, countries: countries,
                        zone: { board.material.policy.snapshot.zone(of: $0)?.text },
                        clockOffset: { clockWatch.offset }),
                    metrics: metrics),
                warnings: warnings, passwords: passwords, countries: countries, clock: clock),
            settings: AccessSettings(
                serviceName: site.organisation[site.language],
                homeOrganisations: Set(Language.allCases.map { site.organisation[$0] }),
                contact: site.contact[site.language],
                securityKeys: try SecurityKeyMaterial(configuration).rules { board.gateOrigin },
                sourceLimits: configuration.limits.sourceFailures,
                openLogins: configuration.pam.map { OpenLoginLimits(total: $0.openLogins, time: $0.openTime) }
                    ?? OpenLoginLimits(),
                people: configuration.people,
                officerLanguage: configuration.warnings.officerLanguage ?? site.language,
                workingHours: configuration.warnings.workingHours),
            policy: policy.snapshot)
        reading = Task { [access] in await PeopleReader(access: access, logger: logger).run() }

        let assertions = AssertionIssuer(
            signer: CompactJWS(key: try await AssertionKey.open(in: vault, beside: configuration.places.store))
        ) { board.gateOrigin }
        let services = AccountPages(
            access: access, names: { board.names }, keySet: assertions.keySet, formKey: try SecureRandom.secret(32),
            clock: clock)
        let pages = try PageResponder(site: { board.site }, services: services, clock: clock, logger: logger)
        alarms = TrustAlarmLog(board: board, clock: clock, logger: logger)
        let reloader = Reloader(
            file: file, adjusting: adjusting, board: board, alarms: alarms, journal: journal, metrics: metrics,
            clock: clock, logger: logger)
        self.reloader = reloader
        let policies = PolicyChange(
            access: access, store: store,
            workshop: PolicyHouse(board: board, reloader: reloader, store: store, clock: clock, logger: logger),
            rules: PolicyChangeRules(configuration.policyChanges))
        let source = PolicySource(
            configuration.policyChanges, store: store, policies: policies, ids: try Self.requestIDs(), clock: clock,
            logger: logger)
        self.policies = source
        let tap = LiveTap(trail, in: configuration.places.audit, clock: clock, logger: logger) { [access] in
            access.isPartner($0)
        }
        live = LiveHall(access, from: tap)
        let reviewHouse = ReviewHouse(
            Reviews(access: access, store: store, rules: configuration.reviews), audit: configuration.places.audit,
            workingHours: configuration.warnings.workingHours, policy: { [access] in access.policy }, logger: logger)
        self.reviewHouse = reviewHouse
        reports = Reports(access: access, store: store)
        let deskServices = DeskServices(
            access: access, policies: policies, reviews: reviewHouse.reviews, reports: reports,
            unusedRights: { reviewHouse.unusedRights },
            records: TrailSearch(directory: configuration.places.audit) { [trail] in trail.counters.last.sequence },
            readCertificate: { CertificateReading(pem: $0) },
            status: { [warnings, siem, clockWatch, proofs = keeper.standing] in
                var status = reloader.status(
                    since: startedAt, channels: warnings.standings.map(NodeStatus.Channel.init))
                status.policyTamperedAt = source.tamperedAt
                status.checkpointKey = proofs.checkpointKey
                status.receivers = siem.reports.map(NodeStatus.Receiver.init)
                status.clock = .init(clockWatch.state)
                status.policyTrial = policies.onTrial.map { .init(draft: $0.draft, policy: $0.policy, until: $0.until) }
                return status
            },
            reload: { await reloader.reload() },
            tryChannels: { [warnings] in
                await warnings.attempt($0).map { ChannelTrial($0.channel, to: $0.to, $0.carriage) }
            }, tryReceivers: { [siem] in await siem.attempt().map(ReceiverTrial.init) }, clock: clock, live: live)
        doorway = DeskDoorway(
            desk: DeskResponder(services: deskServices, logger: logger),
            console: try DeskPages(
                services: deskServices, site: { board.site },
                refuse: { pages.refuse($0, to: $1, from: $2, requestID: $3) }, logger: logger),
            pages: pages)
        let threads = configuration.threads ?? Processors.count
        gate = GateNode(
            access: access, trust: TrustHolder(judge: material.trust.judge), services: services, pages: pages,
            desk: doorway, assertions: assertions,
            limits: Self.limits(configuration, loops: threads, logger), loops: threads, routes: board.makeRoutes(),
            tls: material.identities.contexts, metrics: GateMetrics(consoles: board.consoleNames))
        server = try await GatewayServer(
            node: gate, lane: { [trail] in trail.lane(deliver: $0) }, nodeName: name,
            threads: threads, clock: clock, logger: logger,
            origin: Self.random64)
        reloader.serve(gate, by: self.policies)
        tap.serve(server)
        watch = try NodeWatch(
            trail, in: configuration.places.audit, access: access, ids: try Self.requestIDs(), clock: clock,
            logger: logger
        ) { [server] in
            // Loops that have ended carry nothing.
            do { return try await server.transfers(at: clock()) } catch { return [] }
        }
        storeWatch = StoreWatch(store)
        let readiness = Readiness(
            gate: gate, board: board, trail: trail, proofs: keeper.standing, store: storeWatch, vault: vault,
            access: access, clockWatch: clockWatch, clock: clock)
        ops = OpsAnswer(
            readiness: readiness,
            metrics: NodePage(
                gate: gate, access: access, board: board, trail: trail, proofs: keeper.standing, node: metrics,
                readiness: readiness,
                passwords: passwords, warnings: warnings, siem: siem, clockWatch: clockWatch,
                reviews: reviewHouse.reviews, reports: reports,
                startedAt: startedAt, clock: clock))
        try await self.policies.begin(policy, configuration)
    }

    /// As configured, and no more connections than there are descriptors for.
    private static func limits(_ configuration: GatewayConfiguration, loops: Int, _ logger: Logger) -> ConnectionLimits
    {
        var limits = configuration.limits
        let files = OpenFileLimit.raise()
        let slots = DescriptorBudget(limit: files, loops: loops).slots(asked: limits.connections)
        if slots < limits.connections ?? ConnectionLimits.usualConnections {
            logger.warning(
                "fewer connections than asked for: there are too few file descriptors",
                metadata: ["connections": "\(slots)", "files": "\(files)"])
        }
        limits.connections = slots
        return limits
    }

    private static func trailSettings(_ configuration: GatewayConfiguration) -> TrailSettings {
        var settings = TrailSettings(node: NodeName.of(configuration), version: version)
        switch configuration.brokenTrail {
        case .refuse: settings.brokenTrail = .refuse
        case .setAside: settings.brokenTrail = .setAside
        }
        return settings
    }

    private static func random64() throws -> UInt64 {
        try SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Request identifiers for those who do not come through a listener.
    func requestIDs() throws -> RequestIDs { try Self.requestIDs() }

    private static func requestIDs() throws -> RequestIDs { RequestIDs(prefix: try random64()) }

    /// Takes changed files into use now.
    func reload() async { await reloader.reload() }

    /// Opens the doors. When it returns, the node serves.
    func open(_ sockets: DoorSockets) async throws {
        let configuration = board.material.configuration
        try await journal.record(AuditEntry(.start(version: Self.version), at: SystemClock.now()))
        await reloader.recordConfiguration()
        try await watchOver()
        // What ended or was due while nobody served: nobody is served by it.
        try await policies.catchUp(configuration)
        await board.settleUpstreams()
        board.gateListens(on: Int(sockets.gate.port))
        board.deskListens(on: Int(sockets.desk.port))
        gate.adopt(board.makeRoutes())
        try await server.listen(.gate, at: sockets.gate, behind: configuration.listen.gate.proxies)
        try await server.listen(.desk, at: sockets.desk, behind: configuration.listen.desk.proxies)
        let ops = ops
        try await server.listenPlainly(at: sockets.ops) { request, _ in ops.answer(request) }
        let (doorway, ids) = (doorway, try requestIDs())
        try await server.listenLocally(at: configuration.places.controlSocket) { request, user in
            await doorway.respond(to: request, user: user, requestID: ids.next())
        }
        alarms.look()
    }

    private var trailCare: TrailCare {
        let configuration = board.material.configuration
        return TrailCare(
            directory: configuration.places.audit, journal: journal, holds: store,
            policy: { [access] in access.policy }, rules: RetentionRules(configuration.retention),
            clock: SystemClock.now, logger: logger)
    }

    /// Serves until told to stop: keeps house, watches files, answers signals; then drains.
    func run(_ signals: AsyncStream<NodeSignal>) async throws {
        let limits = board.material.configuration.limits
        let ids = try requestIDs()
        let house = Housekeeper(
            chores: Chores(
                access.housekeeping.chores + policies.chores + trailCare.chores + reviewHouse.chores + reports.chores
                    + watch.chores,
                ids: ids, clock: SystemClock.now,
                logger: logger),
            reloader: reloader, alarms: alarms, store: storeWatch,
            door: DoorLog(gate.metrics, logger: logger),
            memory: MemoryWatch(gate.memory, limit: limits.memory, logger: logger))
        let renewer = KeyRenewer(vault: vault, logger: logger)
        let watch = KeyWatch(access.housekeeping, ids: ids, clock: SystemClock.now, logger: logger)
        let proofs = keeper
        let alarm = TrailAlarm(
            trail: trail, housekeeping: access.housekeeping, ids: ids, clock: SystemClock.now, logger: logger)
        let (clockWatch, office) = (clockWatch, try nodeOffice())
        let work = Task {
            async let reporting: Void = proofs.report(
                to: access.housekeeping, ids: ids, clock: SystemClock.now, logger: logger)
            async let alarming: Void = alarm.run()
            async let renewing: Void = renewer.run()
            async let watching: Void = watch.run()
            async let minding: Void = clockWatch.run { await office.note($0) }
            await house.run()
            await renewing
            await watching
            await reporting
            await alarming
            await minding
        }
        for await signal in signals {
            switch signal {
            case .reload: await reloader.reload()
            case .stop:
                logger.notice("draining", metadata: ["open": "\(gate.openConnections)"])
                return try await stop(keeping: work)
            }
        }
    }

    /// - Parameter house: what is done beside serving; what still runs lives by it to its end.
    private func stop(keeping house: Task<Void, Never>) async throws {
        let limits = board.material.configuration.limits
        try await server.drain(after: limits.drainNotice, within: limits.drainTime)
        house.cancel()
        await house.value
        await live.stop()
        reading.cancel()
        await reading.value
        await reviewHouse.stop()
        await watch.stop()
        // Ends, last-seen times and warnings that are only in memory yet.
        try await access.housekeeping.settle(at: SystemClock.now())
        await warnings.stop()
        await passwords?.close()
        try store.close()
        try await journal.record(AuditEntry(.stop(.signal), at: SystemClock.now()))
        indexing.stop()
        await keeper.stop()
        // Receivers are sent that as well, where they take it at once.
        try? await NIOThreadPool.singleton.runIfActive { [siem] in siem.stop() }
        // The last thing: who waits for the trail goes on from here.
        trail.close()
    }
}

enum NodeSignal: Sendable {
    case reload, stop
}
