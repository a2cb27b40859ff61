import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayStore
import GatewayStoreSQLite
import GatewayVault

/// Whether the key-encryption keys are young enough, all there, and where the policy's profile wants them. Asks no token.
struct KeyCheck {
    private let configuration: GatewayConfiguration
    private let policy: PolicySnapshot?

    /// Told of this long before its day.
    private static let notice = Duration.seconds(30 * 86400)

    init(_ configuration: GatewayConfiguration, _ policy: PolicySnapshot?) {
        self.configuration = configuration
        self.policy = policy
    }

    func findings(at now: UnixTime) -> [Finding] {
        let path = configuration.places.store
        guard FileStatus(path) != nil else { return place }
        do throws(StoreError) {
            let keys = try SQLiteStore.keyEncryptionKeys(in: path)
            return age(of: keys.last, at: now) + leftovers(keys) + place
        } catch {
            let advice = "'gwanmun keys list' asks the running node."
            return place + [Finding(.note, path, "does not tell the age of keys: \(error)", advice)]
        }
    }

    private func age(of newest: StoredKeyEncryptionKey?, at now: UnixTime) -> [Finding] {
        guard let newest, newest.rotateBy - now < Self.notice else { return [] }
        let day = RFC3339.string(newest.rotateBy)
        let isOver = newest.rotateBy <= now
        return [
            Finding(
                isOver ? .warning : .note, "key \(newest.id)",
                isOver ? "was to be replaced by \(day)" : "is to be replaced by \(day)",
                "'gwanmun keys rotate', while the node serves.")
        ]
    }

    /// Keys of the file that the store does not need any more, or does not know.
    private func leftovers(_ keys: [StoredKeyEncryptionKey]) -> [Finding] {
        guard let file = configuration.places.keyFile else { return [] }
        let there: [KeyEncryptionKey]
        // What is wrong with the file itself is told where files are looked at.
        do throws(KeyFileProblem) { there = try KeyFile(file).read() } catch { return [] }
        return there.map(\.id).compactMap { id in
            guard let known = keys.first(where: { $0.id == id }) else {
                return Finding(
                    .note, file, "has key \(id), which is not in use", "'gwanmun keys rotate' takes it into use.")
            }
            guard known.retiredAt != nil else { return nil }
            return Finding(
                .warning, file, "still has key \(id), which was destroyed", "gwanmun config remove-key \(file) \(id)")
        }
    }

    /// The compliance profile wants keys apart from the machine (NCT2-4.1-C3).
    private var place: [Finding] {
        guard policy != nil, configuration.keys.token == nil else { return [] }
        return [
            Finding(
                .note, configuration.places.keyFile ?? "key_file", "keeps the key on the machine that it protects",
                "A PKCS#11 token keeps it apart: 'keys.token' in docs/configuration.md.")
        ]
    }
}
