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
            let advice = FindingText(
                "'gwanmun keys list'로 실행 중인 노드에 확인하십시오.", "'gwanmun keys list' asks the running node.")
            return place + [
                Finding(
                    .note, path, .init("키를 얼마나 오래 사용했는지 알 수 없습니다: \(error)", "does not tell the age of keys: \(error)"),
                    advice)
            ]
        }
    }

    private func age(of newest: StoredKeyEncryptionKey?, at now: UnixTime) -> [Finding] {
        guard let newest, newest.rotateBy - now < Self.notice else { return [] }
        let day = RFC3339.string(newest.rotateBy)
        let isOver = newest.rotateBy <= now
        return [
            Finding(
                isOver ? .warning : .note, .init("키 \(newest.id)", "key \(newest.id)"),
                isOver
                    ? .init("\(day)까지 교체해야 했습니다", "was to be replaced by \(day)")
                    : .init("\(day)까지 교체해야 합니다", "is to be replaced by \(day)"),
                .init("노드가 실행 중일 때 다음을 실행하십시오: 'gwanmun keys rotate'.", "'gwanmun keys rotate', while the node serves.")
            )
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
                    .note, file, .init("사용하지 않는 키가 있습니다: \(id)", "has key \(id), which is not in use"),
                    .init("'gwanmun keys rotate'를 실행하면 사용하게 됩니다.", "'gwanmun keys rotate' takes it into use."))
            }
            guard known.retiredAt != nil else { return nil }
            return Finding(
                .warning, file, .init("파기한 키가 아직 남아 있습니다: \(id)", "still has key \(id), which was destroyed"),
                .run("gwanmun config remove-key \(file) \(id)"))
        }
    }

    /// The compliance profile wants keys apart from the machine (NCT2-4.1-C3).
    private var place: [Finding] {
        guard policy != nil, configuration.keys.token == nil else { return [] }
        return [
            Finding(
                .note, configuration.places.keyFile ?? "key_file",
                .init("키가 보호 대상과 같은 서버에 있습니다", "keeps the key on the machine that it protects"),
                .init(
                    "PKCS#11 토큰을 사용하면 키를 분리할 수 있습니다: docs/configuration.md의 'keys.token'.",
                    "A PKCS#11 token keeps it apart: 'keys.token' in docs/configuration.md."))
        ]
    }
}
