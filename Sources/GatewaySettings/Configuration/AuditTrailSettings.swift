/// How the audit trail proves itself: who signs where it stands, how often, and where that is kept beside the trail.
public struct AuditTrailSettings: Hashable, Sendable {
    /// The name of this node in its records; `nil`: the system's.
    public var host: String?
    /// How often the node verifies its whole trail. Default a day.
    public var verifyEvery = Duration.seconds(86400)
    public var checkpoints = Checkpoints()

    public struct Checkpoints: Hashable, Sendable {
        /// `nil`: a file beside the keys of the store.
        public var key: Key?
        /// At the latest behind so many records. 1 to 1000.
        public var records = 1000
        /// At the latest so long after the first record that none covers. 1 s to 60 s.
        public var wait = Duration.seconds(60)
        public var destinations: [Destination] = []

        public init() {}
    }

    public enum Key: Hashable, Sendable {
        /// A PEM file, 0600, made at the first start. Absolute path.
        case file(String)
        /// The label of a key pair in the token that `keys` names.
        case token(String)
    }

    /// Where checkpoints are sent.
    public struct Destination: Hashable, Sendable {
        /// Letters, digits and hyphens; names its position beside the trail, and its metrics.
        public var name: String
        public var way: Way

        public enum Way: Hashable, Sendable {
            /// Appended to a file, on a disk that this node's administrators do not have. Absolute path.
            case file(String)
            case webhook(WarningSettings.Webhook)
            case syslog(WarningSettings.Syslog)
        }

        public init(name: String, way: Way) {
            self.name = name
            self.way = way
        }
    }

    public init() {}
}

extension GatewayConfiguration {
    /// The key that signs checkpoints.
    public var checkpointKey: AuditTrailSettings.Key {
        let beside = places.keyFile ?? places.store
        let folder = beside.lastIndex(of: "/").map { String(beside[...$0]) } ?? ""
        return auditTrail.checkpoints.key ?? .file(folder + "checkpoint.key")
    }
}
