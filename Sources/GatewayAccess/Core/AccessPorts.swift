public import GatewayCrypto
public import GatewayIdentity
public import GatewayStore
public import GatewayVault

/// Everything this module reaches out to. Time and randomness are among it, so that tests have their own.
public struct AccessPorts: Sendable {
    public typealias AccessStore = UserStore & FactorStore & SecurityKeyStore & AttemptStore & SessionStore
        & OneTimeCodeStore & LockStore & GrantStore & ApprovalStore & PartnerStore & LoginHistoryStore & DirectoryStore
        & AccountRequestStore
        & AccountCareStore & ServiceStore & TokenStockStore & FactorResetStore & NoticeStore & ContactStore & PlaceStore
        & RecordHoldStore & MeasureStore

    let store: any AccessStore
    let vault: Vault
    let recorder: any SecurityRecorder
    let warnings: any WarningSink
    /// `nil`: no password is ever right.
    let passwords: (any PasswordAuthority)?
    let countries: CountryBook
    let clock: Clock
    let random: RandomBytes

    public init(
        store: any AccessStore, vault: Vault, recorder: any SecurityRecorder, warnings: any WarningSink,
        passwords: (any PasswordAuthority)? = nil, countries: CountryBook = CountryBook(), clock: @escaping Clock,
        random: @escaping RandomBytes = SecureRandom.bytes
    ) {
        self.store = store
        self.vault = vault
        self.recorder = recorder
        self.warnings = warnings
        self.passwords = passwords
        self.countries = countries
        self.clock = clock
        self.random = random
    }
}
