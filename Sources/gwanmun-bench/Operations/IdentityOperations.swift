import GatewayIdentity

extension HotPath {
    /// Names in text, as they are written into heads.
    static func identityOperations() -> [Operation] {
        [Operation("identity.request-id") { Sample.request.withBytes { Int($0[0]) + Int($0[31]) } }]
    }
}
