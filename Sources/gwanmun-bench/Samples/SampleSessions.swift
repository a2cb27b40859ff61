import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewaySessions

/// A table of as many sessions as wanted, each with a token for one console's host. The first opens to `Message.token`.
///
/// The table is generic and not compiled for this key, so a look-up costs more here than in the gateway, in every size alike.
struct SampleSessions {
    private final class Key: Sendable {
        let number: Int
        init(number: Int) { self.number = number }
    }

    private let table = TokenTable<Key>()
    private let hashes: [SHA256Digest]
    private static let scope = TokenScope.host("fab.gw.localhost")

    init(count: Int) {
        hashes = (0..<count).map { number in
            SHA256.digest(of: Array((number == 0 ? Message.token : "token \(number)").utf8))
        }
        for (number, hash) in hashes.enumerated() {
            let key = Key(number: number)
            _ = table.install(key, at: hash, Self.scope, of: ObjectIdentifier(key))
        }
    }

    /// Looks up ten tokens in turn that lie far apart.
    func lookUp(named name: String) -> Operation {
        let shown = stride(from: 0, to: hashes.count, by: max(hashes.count / 10, 1)).map { hashes[$0] }
        var next = 0
        return Operation(name) {
            next = next + 1 < shown.count ? next + 1 : 0
            return table.key(at: shown[next], Self.scope)?.number ?? -1
        }
    }

    /// As the first request of a connection does: by the token itself.
    func session(showing token: UnsafeRawBufferPointer, _ hasher: SHA256Hasher) -> Int? {
        SessionToken.hash(ofPresented: token, with: hasher).flatMap { table.key(at: $0, Self.scope)?.number }
    }
}
