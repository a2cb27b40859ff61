internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore
internal import Synchronization

/// What all parts of this module share: the ports, and the state in memory that event loops read.
final class AccessCore: Sendable {
    let ports: AccessPorts
    let settings: AccessSettings
    let registry = SessionRegistry()
    let rollCall = RollCall()
    let attendance = Attendance()
    let directory: Published<Directory>
    let policy: Published<PolicySnapshot>
    let warnings: WarningDesk
    /// `nil`: sources are not throttled.
    let sources: SourceGate?
    /// How many may try to log in at a time.
    let turns = LoginTurns()
    let ender: SessionEnder
    let openLogins: OpenLogins
    let passwordTurns = PasswordTurns()
    /// Held by everything that writes people, bindings, locks or grants and reads them back.
    let changes = OneAtATime()
    /// Of keys: apart, because a token may take its time.
    let keyChanges = OneAtATime()
    /// Stands in for the device of someone who has none, so that a login without one computes as much as a login with
    /// one.
    let decoySecret: SecretBytes
    /// The same for their security key.
    let decoyKey: DecoyKey

    /// Since when what a person proves counts: what they proved before is in doubt.
    let doubts = Published<[AccountName: UnixTime]>([:])
    let monitor = MonitorPulse()

    /// Up to when locks and grants have been looked through.
    let lastTick: Mutex<UnixTime>

    /// When it was looked last what ends soon; `nil` before the first time.
    let reminded = Mutex<UnixTime?>(nil)

    /// When last-seen times were written last.
    let timesWritten: Mutex<UnixTime>

    private let changeCount = Atomic<UInt64>(1)

    init(ports: AccessPorts, settings: AccessSettings, policy: PolicySnapshot, directory: Directory)
        throws(CryptoFailure)
    {
        self.ports = ports
        self.settings = settings
        self.policy = Published(policy)
        self.directory = Published(directory)
        warnings = WarningDesk(sink: ports.warnings)
        openLogins = OpenLogins(limits: settings.openLogins)
        sources = settings.sourceLimits.map { SourceGate(limits: $0) }
        decoySecret = SecretBytes(copying: try ports.random(20))
        decoyKey = try DecoyKey(secret: SecretBytes(copying: try ports.random(32)))
        lastTick = Mutex(ports.clock())
        timesWritten = Mutex(ports.clock())
        ender = SessionEnder(registry: registry, store: ports.store, recorder: ports.recorder)
    }

    // Acquiring, against the releasing count: whoever sees the new number also sees the change that it tells of.
    var epoch: UInt64 { changeCount.load(ordering: .acquiring) }
    func advanceEpoch() { changeCount.add(1, ordering: .releasing) }
    func now() -> UnixTime { ports.clock() }

    /// Everything that goes by what somebody proved asks here: what was proved before it came into doubt counts no more.
    func proofs(of session: LiveSession) -> [FactorProof] {
        guard let doubt = doubts.value[session.account] else { return session.proofs }
        return session.proofs.filter { $0.kind == .certificate || $0.at > doubt }
    }

    func identifier() throws(CryptoFailure) -> String { Hex.encode(try ports.random(16)) }
}
