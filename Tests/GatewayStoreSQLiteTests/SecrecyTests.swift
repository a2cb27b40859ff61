import FoundationEssentials
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Testing

@Suite struct `The files of the store` {
    @Test func `are readable by the service alone`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.insert(Sample.account())
        for name in ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"] {
            #expect(try folder.mode(of: name) == 0o600, "\(name)")
        }
        try store.close()
    }

    @Test(arguments: [0o640, 0o604, 0o666])
    func `are refused when others may read them`(mode: Int) throws {
        let folder = try TemporaryFolder()
        try folder.open().close()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.database)
        #expect(throws: StoreError.self) { try folder.open() }
    }

    @Test func `hold no secret that opens anything`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let account = Sample.account()
        try await store.insert(account)
        let canaries = try await plant(in: store, for: account.name)
        // In the log and in the main file, before and after the one is written back into the other.
        for name in ["store.sqlite-wal", "store.sqlite"] { try expectNone(of: canaries, in: folder.contents(of: name)) }
        let log = try folder.contents(of: "store.sqlite-wal")
        #expect(log.firstRange(of: Array(account.organisation.utf8)) != nil, "the search does find what is there")
        try store.close()
        try expectNone(of: canaries, in: folder.contents(of: "store.sqlite"))
    }

    /// Puts every kind of secret the gateway has.
    ///
    /// - Returns: every spelling in which one must not be found.
    private func plant(in store: SQLiteStore, for account: AccountName) async throws -> [String: [UInt8]] {
        let random = SeededRandom(seed: 7).bytes
        let kek = try #require(KeyEncryptionKey(SecretBytes(copying: Array("canary-kek-canary-kek-canary-kek".utf8))))
        let vault = try await Vault.open(store, keysIn: [HeldKeys([kek])], clock: ManualClock().clock)
        let seed = Array("canary-totp-seed-123".utf8)
        let device = AuthenticatorID("totp-1")
        let sealed = try await vault.seal(
            SecretBytes(copying: seed), for: TOTPDevice.binding(of: device, account: account))
        let enrolment = try ReadableCode.make(random: random)
        try await store.resetFactors(
            of: account, at: Sample.start,
            leaving: .init(enrolment.digest(for: .enrolment, of: account), expires: .distantFuture))
        try await store.insertPending(
            TOTPDevice(
                Authenticator(
                    id: device, account: account, kind: .totp, label: "phone",
                    state: .pending(until: .distantFuture), createdAt: Sample.start),
                parameters: .compatible, secret: sealed))

        let recovery = try ReadableCode.make(random: random)
        try await store.replaceRecoveryCodes([recovery.digest(for: .recovery, of: account)], of: account)

        let token = try SessionToken.make(random: random)
        let session = Sample.session()
        let record = SessionTokenRecord(hash: token.hash, session: session.id, scope: .header)
        try await store.insert(StoredSession(session: session, tokens: [record]))
        let handoff = try HandoffCode.make(random: random)
        try await store.put(handoff.hash, for: .handoff, payload: "p", expires: .distantFuture)

        return [
            "seed": seed, "seed in base 32": Array(Base32.encode(seed).utf8),
            "seed in hex": Array(Hex.encode(seed).utf8),
            "seed in base64url": Array(Base64URL.encode(seed).utf8), "kek": Array("canary-kek".utf8),
            "enrolment code": Array(enrolment.text.utf8), "recovery code": Array(recovery.text.utf8),
            "recovery code without hyphens": recovery.text.utf8.filter { $0 != UInt8(ascii: "-") },
            "token": Array(token.text.utf8), "handoff code": Array(handoff.text.utf8),
        ]
    }

    private func expectNone(of canaries: [String: [UInt8]], in file: [UInt8]) throws {
        for (name, canary) in canaries { #expect(file.firstRange(of: canary) == nil, "\(name) in clear") }
    }
}
