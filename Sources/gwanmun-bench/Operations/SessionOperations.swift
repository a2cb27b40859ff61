import GatewayCrypto
import GatewayIdentity
import GatewaySessions

extension HotPath {
    /// From the token that a connection shows for the first time to what it is looked up by.
    static func sessionOperations() -> [Operation] {
        let token = Message(Message.token)
        let hasher = SHA256Hasher()
        return [
            Operation("session.token-hash") {
                SessionToken.hash(ofPresented: token.bytes, with: hasher)?.hashValue ?? 0
            }
        ]
    }
}
