import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewaySessions

extension HotPath {
    /// From the token that a request shows to the session.
    static func sessionOperations() -> [Operation] {
        let token = Message(Message.token)
        let hasher = SHA256Hasher()
        return [
            Operation("session.token-hash") {
                SessionToken.hash(ofPresented: token.bytes, with: hasher)?.hashValue ?? 0
            },
            SampleSessions(count: 1000).lookUp(named: "session.look-up"),
        ]
    }
}
