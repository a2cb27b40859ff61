public import GatewayAccess
public import GatewayIdentity

/// What the desk needs beside people and sessions. The program that composes the node fills it in.
public struct DeskServices: Sendable {
    public let access: Access
    public let policies: PolicyChange
    public let records: any RecordSearch
    /// Reads one PEM certificate with the same reader as the handshake.
    public let readCertificate: @Sendable (_ pem: [UInt8]) -> CertificateReading
    public let status: @Sendable () -> NodeStatus
    /// Reads trust, CRLs, server certificates and policies again, each whole or not at all.
    public let reload: @Sendable () async -> [ReloadedPart]
    /// Hands these warnings to every channel that takes them, now.
    public let tryChannels: @Sendable ([SecurityWarning]) async -> [ChannelTrial]
    public let clock: Clock

    public init(
        access: Access, policies: PolicyChange, records: any RecordSearch,
        readCertificate: @escaping @Sendable (_ pem: [UInt8]) -> CertificateReading,
        status: @escaping @Sendable () -> NodeStatus,
        reload: @escaping @Sendable () async -> [ReloadedPart],
        tryChannels: @escaping @Sendable ([SecurityWarning]) async -> [ChannelTrial], clock: @escaping Clock
    ) {
        self.access = access
        self.policies = policies
        self.records = records
        self.readCertificate = readCertificate
        self.status = status
        self.reload = reload
        self.tryChannels = tryChannels
        self.clock = clock
    }
}

public enum CertificateReading: Hashable, Sendable {
    case certificate(ClientCertificate)
    /// Why not, for the administrator.
    case unreadable(String)
}

/// What the node says of itself.
public struct NodeStatus: Hashable, Sendable {
    public var version: String
    public var startedAt: UnixTime
    /// How often trust anchors and CRLs were replaced since the start.
    public var trustGeneration: UInt64
    /// Stale, missing or foreign CRLs, in words.
    public var revocationAlarms: [String]
    /// By console, in the order of the settings.
    public var upstreams: [Upstream]
    /// Ways by which warnings leave, beside the log.
    public var channels: [Channel]
    public var isDraining: Bool
    /// When it was last told that the policy's folder says what nobody put in force; `nil`: it does not.
    public var policyTamperedAt: UnixTime?
    /// The draft of the policy that is on trial.
    public var policyTrial: PolicyTrial?

    public struct PolicyTrial: Hashable, Sendable {
        public let draft: String
        /// As records name it.
        public let policy: SHA256Digest
        public let until: UnixTime

        public init(draft: String, policy: SHA256Digest, until: UnixTime) {
            self.draft = draft
            self.policy = policy
            self.until = until
        }
    }

    /// One way by which warnings leave.
    public struct Channel: Hashable, Sendable {
        public var name: String
        /// Messages on the disk.
        public var waiting: Int
        /// Those that are in the log alone, or were set aside.
        public var lost: UInt64
        public var lastSent: UnixTime?
        /// Why nothing gets through at present.
        public var problem: String?

        public init(name: String, waiting: Int, lost: UInt64, lastSent: UnixTime?, problem: String?) {
            self.name = name
            self.waiting = waiting
            self.lost = lost
            self.lastSent = lastSent
            self.problem = problem
        }
    }

    /// One server behind a console.
    public struct Upstream: Hashable, Sendable {
        public enum State: String, CaseIterable, Sendable {
            case serving
            /// Its requests failed.
            case leftOut = "left_out"
            /// Just back from being left out.
            case onProbation = "on_probation"
            case failingChecks = "failing_checks"
            /// Its name could never be resolved.
            case unresolved
            /// Its name leads where the console does not let it.
            case refused
        }

        public var console: ConsoleID
        public var url: String
        public var state: State
        /// What there is to say about the state.
        public var detail: String?
        public var connections: Int
        /// Requests in line for a connection.
        public var waiting: Int

        public init(
            console: ConsoleID, url: String, state: State, detail: String?, connections: Int, waiting: Int
        ) {
            self.console = console
            self.url = url
            self.state = state
            self.detail = detail
            self.connections = connections
            self.waiting = waiting
        }
    }

    public init(
        version: String, startedAt: UnixTime, trustGeneration: UInt64, revocationAlarms: [String],
        upstreams: [Upstream], channels: [Channel] = [], isDraining: Bool
    ) {
        self.version = version
        self.startedAt = startedAt
        self.trustGeneration = trustGeneration
        self.revocationAlarms = revocationAlarms
        self.upstreams = upstreams
        self.channels = channels
        self.isDraining = isDraining
    }
}

/// What came of trying one channel.
public struct ChannelTrial: Hashable, Sendable {
    public let channel: String
    /// `security_officer`, or an account.
    public let recipient: String
    public let result: Result

    public enum Result: Hashable, Sendable {
        case accepted
        /// The recipient has no address there.
        case nowhere
        case failed(because: String)
    }

    public init(channel: String, recipient: String, result: Result) {
        self.channel = channel
        self.recipient = recipient
        self.result = result
    }
}

/// One thing that a reload read again.
public struct ReloadedPart: Hashable, Sendable {
    public let name: String
    public let result: Result

    public enum Result: Hashable, Sendable {
        case adopted
        /// The old one goes on serving. `FILE:LINE:COLUMN: what, value, expected`.
        case kept(because: String)
    }

    public init(name: String, result: Result) {
        self.name = name
        self.result = result
    }
}
