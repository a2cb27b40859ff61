/// Where the node keeps things. Absolute paths.
public struct Places: Hashable, Sendable {
    /// The SQLite file. Default `data/gwanmun.sqlite`.
    public var store: String
    /// The keys that wrap the store's data keys, 0600; `nil`: they are in a token alone. Default `data/gwanmun.key`. Keep a copy apart from the store: without them no secret can be read.
    public var keyFile: String?
    /// The folder of audit segments. Default `audit`.
    public var audit: String
    /// The folder of the policy. Default `policies`.
    public var policies: String
    /// The Unix socket that commands talk to, 0600. Default `data/control.sock`. At most 107 bytes (sun_path).
    public var controlSocket: String

    public init(store: String, keyFile: String?, audit: String, policies: String, controlSocket: String) {
        self.store = store
        self.keyFile = keyFile
        self.audit = audit
        self.policies = policies
        self.controlSocket = controlSocket
    }
}
