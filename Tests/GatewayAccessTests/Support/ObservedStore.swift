import GatewayAccess
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewaySessions
import GatewayStore

/// A real store behind a window: every call is noted, and fails when the test says so.
struct ObservedStore: UserStore, FactorStore, SecurityKeyStore, AttemptStore, SessionStore, OneTimeCodeStore, LockStore,
    GrantStore, ApprovalStore, PartnerStore, LoginHistoryStore, DirectoryStore, AccountRequestStore, AccountCareStore,
    ServiceStore, TokenStockStore, FactorResetStore, NoticeStore, ContactStore, PlaceStore, MeasureStore,
    RecordHoldStore
{
    let store: any AccessPorts.AccessStore
    let calls = StoreCalls()
    /// Holds up the reading of everybody.
    let pages = Turnstile()

    init(_ store: any AccessPorts.AccessStore) { self.store = store }

    func note(_ call: String) throws(StoreError) {
        guard calls.note(call) else { throw .unavailable("taken away by the test") }
    }

    func insert(
        _ account: Account, listing: SpecialListing?, terms: ServiceTerms?
    ) async throws(StoreError) {
        try note("insert")
        try await store.insert(account, listing: listing, terms: terms)
    }

    func update(_ account: Account) async throws(StoreError) {
        try note("update")
        try await store.update(account)
    }

    func setRoles(_ roles: Set<RoleName>, of account: AccountName, listing: ListingChange) async throws(StoreError) {
        try note("setRoles")
        try await store.setRoles(roles, of: account, listing: listing)
    }

    func apply(_ changes: [AccountChange]) async throws(StoreError) {
        try note("apply")
        try await store.apply(changes)
    }

    func dropRights(of account: AccountName) async throws(StoreError) {
        try note("dropRights")
        try await store.dropRights(of: account)
    }

    func move(_ account: AccountName, from states: Set<AccountState>, to state: AccountState, at: UnixTime)
        async throws(StoreError)
    {
        try note("move")
        try await store.move(account, from: states, to: state, at: at)
    }

    func setLanguage(_ language: Language, of account: AccountName) async throws(StoreError) {
        try note("setLanguage")
        try await store.setLanguage(language, of: account)
    }

    func account(_ name: AccountName) async throws(StoreError) -> Account? {
        try note("account")
        return try await store.account(name)
    }

    func accounts(after: AccountName?, limit: Int) async throws(StoreError) -> [Account] {
        try note("accounts")
        return try await store.accounts(after: after, limit: limit)
    }

    func bind(_ binding: CertificateBinding) async throws(StoreError) {
        try note("bind")
        try await store.bind(binding)
    }

    func unbind(_ reference: CertificateReference, from account: AccountName) async throws(StoreError) {
        try note("unbind")
        try await store.unbind(reference, from: account)
    }

    func bindings(of account: AccountName) async throws(StoreError) -> [CertificateBinding] {
        try note("bindings")
        return try await store.bindings(of: account)
    }

    func owner(of certificate: ClientCertificate) async throws(StoreError) -> Account? {
        try note("owner")
        return try await store.owner(of: certificate)
    }

    func directoryEntries(after: AccountName?, limit: Int) async throws(StoreError) -> [DirectoryEntry] {
        try note("directoryEntries(after:)")
        let entries = try await store.directoryEntries(after: after, limit: limit)
        await pages.pass()
        return entries
    }

    func directoryEntries(claiming certificate: ClientCertificate) async throws(StoreError) -> [DirectoryEntry] {
        try note("directoryEntries(claiming:)")
        return try await store.directoryEntries(claiming: certificate)
    }

    func directoryEntry(of account: AccountName) async throws(StoreError) -> DirectoryEntry? {
        try note("directoryEntry")
        return try await store.directoryEntry(of: account)
    }

    func insertPending(_ device: TOTPDevice) async throws(StoreError) {
        try note("insertPending")
        try await store.insertPending(device)
    }

    func activate(_ device: AuthenticatorID, step: TimeStep, at: UnixTime) async throws(StoreError) -> Bool {
        try note("activate")
        return try await store.activate(device, step: step, at: at)
    }

    func insertPending(_ device: HOTPDevice) async throws(StoreError) {
        try note("insertPendingToken")
        try await store.insertPending(device)
    }

    func activate(_ device: AuthenticatorID, next: HOTPCounter, at: UnixTime) async throws(StoreError) -> Bool {
        try note("activateToken")
        return try await store.activate(device, next: next, at: at)
    }

    func hotpDevices(of account: AccountName) async throws(StoreError) -> [HOTPDevice] {
        try note("hotpDevices")
        return try await store.hotpDevices(of: account)
    }

    func acceptCounter(next: HOTPCounter, of device: AuthenticatorID, at: UnixTime) async throws(StoreError) -> Bool {
        try note("acceptCounter")
        return try await store.acceptCounter(next: next, of: device, at: at)
    }

    func setDrift(_ drift: ClockDrift, step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        try note("setDrift")
        return try await store.setDrift(drift, step: step, of: device)
    }

    func setCounter(next: HOTPCounter, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        try note("setCounter")
        return try await store.setCounter(next: next, of: device)
    }

    func authenticators(of account: AccountName) async throws(StoreError) -> [Authenticator] {
        try note("authenticators")
        return try await store.authenticators(of: account)
    }

    func renameAuthenticator(_ id: AuthenticatorID, of account: AccountName, to label: String)
        async throws(StoreError) -> Bool
    {
        try note("renameAuthenticator")
        return try await store.renameAuthenticator(id, of: account, to: label)
    }

    func moveAuthenticator(
        _ id: AuthenticatorID, of account: AccountName, from: AuthenticatorState, to: AuthenticatorState
    ) async throws(StoreError) -> Bool {
        try note("moveAuthenticator")
        return try await store.moveAuthenticator(id, of: account, from: from, to: to)
    }

    func revokeUnlessLast(
        _ id: AuthenticatorID, of account: AccountName, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try note("revokeUnlessLast")
        return try await store.revokeUnlessLast(id, of: account, at: at)
    }

    func totpDevices(of account: AccountName) async throws(StoreError) -> [TOTPDevice] {
        try note("totpDevices")
        return try await store.totpDevices(of: account)
    }

    func acceptStep(_ step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        try note("acceptStep")
        return try await store.acceptStep(step, of: device)
    }

    func removeFactors(of account: AccountName, at: UnixTime) async throws(StoreError) {
        try note("removeFactors")
        try await store.removeFactors(of: account, at: at)
    }

    func resetFactors(of account: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode)
        async throws(StoreError)
    {
        try note("resetFactors")
        try await store.resetFactors(of: account, at: at, leaving: code)
    }

    func consumeEnrolmentCode(_ code: SHA256Digest, of account: AccountName, at: UnixTime) async throws(StoreError)
        -> Bool
    {
        try note("consumeEnrolmentCode")
        return try await store.consumeEnrolmentCode(code, of: account, at: at)
    }

    func replaceRecoveryCodes(_ codes: [SHA256Digest], of account: AccountName) async throws(StoreError) {
        try note("replaceRecoveryCodes")
        try await store.replaceRecoveryCodes(codes, of: account)
    }

    func consumeRecoveryCode(_ code: SHA256Digest, of account: AccountName) async throws(StoreError) -> Bool {
        try note("consumeRecoveryCode")
        return try await store.consumeRecoveryCode(code, of: account)
    }

    func remainingRecoveryCodes(of account: AccountName) async throws(StoreError) -> Int {
        try note("remainingRecoveryCodes")
        return try await store.remainingRecoveryCodes(of: account)
    }

    func attempts(for key: AttemptKey) async throws(StoreError) -> AttemptLedger {
        try note("attempts")
        return try await store.attempts(for: key)
    }

    func compareAndSwap(_ ledger: AttemptLedger, for key: AttemptKey) async throws(StoreError) -> Bool {
        try note("compareAndSwap")
        return try await store.compareAndSwap(ledger, for: key)
    }

    func lockedAttempts() async throws(StoreError) -> [AttemptKey: AttemptLedger] {
        try note("lockedAttempts")
        return try await store.lockedAttempts()
    }

    func insert(_ session: StoredSession) async throws(StoreError) {
        try note("insert")
        try await store.insert(session)
    }

    func replace(_ old: SessionID, with successor: StoredSession, at: UnixTime) async throws(StoreError) -> Bool {
        try note("replace")
        return try await store.replace(old, with: successor, at: at)
    }

    func addToken(_ token: SessionTokenRecord) async throws(StoreError) -> Bool {
        try note("addToken")
        return try await store.addToken(token)
    }

    func end(_ session: SessionID, cause: SessionEndCause, at: UnixTime) async throws(StoreError) -> Bool {
        try note("end")
        return try await store.end(session, cause: cause, at: at)
    }

    func endSessions(of account: AccountName, cause: SessionEndCause, at: UnixTime) async throws(StoreError)
        -> [SessionID]
    {
        try note("endSessions")
        return try await store.endSessions(of: account, cause: cause, at: at)
    }

    func touch(_ seen: [SessionID: UnixTime]) async throws(StoreError) {
        try note("touch")
        try await store.touch(seen)
    }

    func session(_ id: SessionID) async throws(StoreError) -> StoredSession? {
        try note("session")
        return try await store.session(id)
    }

    func liveSessions(of account: AccountName) async throws(StoreError) -> [StoredSession] {
        try note("liveSessions")
        return try await store.liveSessions(of: account)
    }

    func liveSessions() async throws(StoreError) -> [StoredSession] {
        try note("liveSessions")
        return try await store.liveSessions()
    }

    func removeSessions(endedBefore: UnixTime) async throws(StoreError) -> Int {
        try note("removeSessions")
        return try await store.removeSessions(endedBefore: endedBefore)
    }

    func put(_ code: SHA256Digest, for purpose: OneTimeCodePurpose, payload: String, expires: UnixTime)
        async throws(StoreError)
    {
        try note("put")
        try await store.put(code, for: purpose, payload: payload, expires: expires)
    }

    func putInstead(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, of account: AccountName, payload: String,
        expires: UnixTime
    ) async throws(StoreError) {
        try note("putInstead")
        try await store.putInstead(code, for: purpose, of: account, payload: payload, expires: expires)
    }

    func consume(_ code: SHA256Digest, for purpose: OneTimeCodePurpose, at: UnixTime) async throws(StoreError)
        -> String?
    {
        try note("consume")
        return try await store.consume(code, for: purpose, at: at)
    }

    func removeCodes(expiredBefore: UnixTime) async throws(StoreError) {
        try note("removeCodes")
        try await store.removeCodes(expiredBefore: expiredBefore)
    }

    func insert(_ lock: EmergencyLock) async throws(StoreError) {
        try note("insertLock")
        try await store.insert(lock)
    }

    func liftLock(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try note("liftLock")
        try await store.liftLock(id, by: by, at: at)
    }

    func locks(holdingAt: UnixTime) async throws(StoreError) -> [EmergencyLock] {
        try note("locks")
        return try await store.locks(holdingAt: holdingAt)
    }

    func insert(_ grant: PartnerGrant) async throws(StoreError) {
        try note("insert")
        try await store.insert(grant)
    }

    func endGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try note("endGrant")
        try await store.endGrant(id, by: by, at: at)
    }

    func grants(of account: AccountName) async throws(StoreError) -> [PartnerGrant] {
        try note("grants")
        return try await store.grants(of: account)
    }

    func grants(endingAfter: UnixTime) async throws(StoreError) -> [PartnerGrant] {
        try note("grants")
        return try await store.grants(endingAfter: endingAfter)
    }

    func recordLogin(of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String)
        async throws(StoreError)
        -> LoginNotice
    {
        try note("recordLogin")
        return try await store.recordLogin(of: account, at: at, from: from, with: device)
    }

    func recordFailedLogin(of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String)
        async throws(StoreError)
    {
        try note("recordFailedLogin")
        try await store.recordFailedLogin(of: account, at: at, from: from, with: device)
    }

    func loginNotice(of account: AccountName) async throws(StoreError) -> LoginNotice {
        try note("loginNotice")
        return try await store.loginNotice(of: account)
    }

    func pastLogins(of account: AccountName) async throws(StoreError) -> [PastLogin] {
        try note("pastLogins")
        return try await store.pastLogins(of: account)
    }

    func setContact(_ mail: MailAddress?, of account: AccountName) async throws(StoreError) {
        try note("setContact")
        try await store.setContact(mail, of: account)
    }

    func contact(of account: AccountName) async throws(StoreError) -> MailAddress? {
        try note("contact")
        return try await store.contact(of: account)
    }

    func notePlace(_ place: LoginPlace, of account: AccountName, at: UnixTime) async throws(StoreError)
        -> PlaceFinding
    {
        try note("notePlace")
        return try await store.notePlace(place, of: account, at: at)
    }

    func removePlaces(lastSeenBefore: UnixTime) async throws(StoreError) {
        try note("removePlaces")
        try await store.removePlaces(lastSeenBefore: lastSeenBefore)
    }
}
