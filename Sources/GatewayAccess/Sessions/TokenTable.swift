package import GatewayIdentity
package import GatewaySessions
internal import Synchronization

/// Which key lies behind a token. Event loops look here, logins and ends of sessions write here.
///
/// The table is cut into shards, each with a lock of its own that is held for one probe, so that event loops rarely
/// meet. What a look-up, a login or an end costs does not depend on how many sessions there are.
package final class TokenTable<Key: AnyObject & Sendable>: Sendable {
    /// Whose tokens are replaced and removed together: the identity of a session.
    package typealias Owner = ObjectIdentifier

    private struct Entry {
        let key: Key
        let scope: TokenScope
    }

    private struct Token {
        let hash: SHA256Digest
        let scope: TokenScope
    }

    private final class Shard: Sendable {
        let entries = Mutex<[SHA256Digest: Entry]>([:])
    }

    private let shards: [Shard] = (0..<64).map { _ in Shard() }
    /// The tokens of each owner. Its lock is taken before a shard's, and held while that is written.
    private let tokens = Mutex<[Owner: [Token]]>([:])

    package init() {}

    /// The scope must be the very one the token was made for: a cookie carried to another console opens nothing.
    package func key(at hash: SHA256Digest, _ scope: TokenScope) -> Key? {
        guard let entry = shard(of: hash).entries.withLock({ $0[hash] }), entry.scope == scope else { return nil }
        return entry.key
    }

    /// Puts a token in place of its owner's earlier one of the same scope.
    ///
    /// - Returns: the key of the earlier one, which opens nothing here any more.
    package func install(_ key: Key, at hash: SHA256Digest, _ scope: TokenScope, of owner: Owner) -> Key? {
        tokens.withLock { tokens in
            var own = tokens[owner] ?? []
            let earlier = own.firstIndex { $0.scope == scope }.map { own.remove(at: $0) }
            own.append(Token(hash: hash, scope: scope))
            tokens[owner] = own
            let replaced = earlier.flatMap { take($0) }
            shard(of: hash).entries.withLock { $0[hash] = Entry(key: key, scope: scope) }
            return replaced
        }
    }

    /// Forgets every token of an owner.
    package func removeKeys(of owner: Owner) {
        tokens.withLock { tokens in
            for token in tokens.removeValue(forKey: owner) ?? [] { _ = take(token) }
        }
    }

    private func take(_ token: Token) -> Key? {
        shard(of: token.hash).entries.withLock { $0.removeValue(forKey: token.hash)?.key }
    }

    private func shard(of hash: SHA256Digest) -> Shard {
        shards[Int(UInt(bitPattern: hash.hashValue) % UInt(shards.count))]
    }
}
