import GatewayAccess
import GatewayIdentity
import GatewaySessions
import GatewayTesting
import Testing

@Suite struct `A table of tokens` {
    private final class Key: Sendable {}

    private let table = TokenTable<Key>()
    private let fab = TokenScope.host("fab.example")
    private let mine = Key()
    private let theirs = Key()

    private func install(_ key: Key, at byte: UInt8, _ scope: TokenScope, of owner: Key) -> Key? {
        table.install(key, at: Sample.digest(byte), scope, of: ObjectIdentifier(owner))
    }

    @Test func `holds the key a token was made for, in its scope alone`() {
        #expect(install(mine, at: 1, fab, of: mine) == nil)
        #expect(table.key(at: Sample.digest(1), fab) === mine)
        #expect(table.key(at: Sample.digest(1), .header) == nil)
        #expect(table.key(at: Sample.digest(1), .host("build.example")) == nil)
        #expect(table.key(at: Sample.digest(2), fab) == nil)
    }

    @Test func `keeps one token a scope: the newest, and gives the other one's key back`() {
        let newer = Key()
        #expect(install(mine, at: 1, fab, of: mine) == nil)
        #expect(install(mine, at: 2, .header, of: mine) == nil)
        #expect(install(newer, at: 3, fab, of: mine) === mine)
        #expect(table.key(at: Sample.digest(1), fab) == nil)
        #expect(table.key(at: Sample.digest(2), .header) === mine)
        #expect(table.key(at: Sample.digest(3), fab) === newer)
    }

    @Test func `leaves the tokens of others alone`() {
        #expect(install(mine, at: 1, fab, of: mine) == nil)
        #expect(install(theirs, at: 2, fab, of: theirs) == nil)
        table.removeKeys(of: ObjectIdentifier(mine))
        #expect(table.key(at: Sample.digest(1), fab) == nil)
        #expect(table.key(at: Sample.digest(2), fab) === theirs)
    }

    @Test func `forgets every token of an owner, in whatever scope`() {
        #expect(install(mine, at: 1, fab, of: mine) == nil)
        #expect(install(mine, at: 2, .header, of: mine) == nil)
        table.removeKeys(of: ObjectIdentifier(mine))
        #expect(table.key(at: Sample.digest(1), fab) == nil)
        #expect(table.key(at: Sample.digest(2), .header) == nil)
        // Nothing is left that a second time could stumble over.
        table.removeKeys(of: ObjectIdentifier(mine))
    }
}
