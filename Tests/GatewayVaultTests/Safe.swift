import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault

/// A real store with some accounts, keys in a place that can be taken away, and a secret for each account.
struct Safe {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let place: HeldKeys
    let clock = ManualClock()
    let time = ManualTime()

    static let kim = Sample.name("kim-7f3a")
    static let lee = Sample.name("lee-8b2c")

    init(_ place: HeldKeys = HeldKeys(), accounts: [String] = ["kim-7f3a", "lee-8b2c"]) async throws {
        folder = try TemporaryFolder()
        self.place = place
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
        for name in accounts { try await store.insert(Sample.account(name)) }
    }

    /// A vault as after a start: nothing of it in memory but what the store and the place gave.
    func vault(over other: (any KeyStore)? = nil, openAccounts: Int = 4096) async throws(VaultProblem) -> Vault {
        try await Vault.open(
            other ?? store, keysIn: [place], settings: VaultSettings(openAccounts: openAccounts), clock: clock.clock,
            monotonic: { time.now })
    }

    /// Puts a device with a secret of its own into the store.
    func enrol(_ account: AccountName, in vault: Vault) async throws {
        try await insert(account, try await vault.seal(Self.secret(of: account), for: Self.binding(account)))
    }

    func insert(_ account: AccountName, _ secret: SealedSecret) async throws {
        try await store.insertPending(
            TOTPDevice(
                Authenticator(
                    id: Self.device(account), account: account, kind: .totp, label: "",
                    state: .pending(until: .distantFuture), createdAt: Sample.start),
                parameters: .compatible, secret: secret))
    }

    /// Whether the account's device opens to what was enrolled.
    func opens(_ account: AccountName, in vault: Vault) async throws -> Bool {
        guard let device = try await store.totpDevices(of: account).first else { return false }
        let secret = try await vault.open(device.secret, for: Self.binding(account))
        return secret.equals(Array(account.text.utf8))
    }

    static func secret(of account: AccountName) -> SecretBytes { SecretBytes(copying: Array(account.text.utf8)) }
    static func binding(_ account: AccountName) -> SealBinding {
        TOTPDevice.binding(of: device(account), account: account)
    }
    private static func device(_ account: AccountName) -> AuthenticatorID { AuthenticatorID("totp-" + account.text) }
}
