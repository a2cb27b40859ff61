public import GatewayAccess
public import GatewayIdentity
public import GatewayReview

/// What the desk needs beside people and sessions. The program that composes the node fills it in.
public struct DeskServices: Sendable {
    public let access: Access
    public let policies: PolicyChange
    public let reviews: Reviews
    public let reports: Reports
    /// What nobody used lately; `nil`: the records were not read through yet.
    public let unusedRights: @Sendable () -> ReviewSheet?
    public let records: any RecordSearch
    /// Reads one PEM certificate with the same reader as the handshake.
    public let readCertificate: @Sendable (_ pem: [UInt8]) -> CertificateReading
    public let status: @Sendable () -> NodeStatus
    /// Reads trust, CRLs, server certificates and policies again, each whole or not at all.
    public let reload: @Sendable () async -> [ReloadedPart]
    /// Hands these warnings to every channel that takes them, now.
    public let tryChannels: @Sendable ([SecurityWarning]) async -> [ChannelTrial]
    /// Sends each receiver of records a message that says it is a test, now.
    public let tryReceivers: @Sendable () async -> [ReceiverTrial]
    public let clock: Clock
    /// Who is connected, for those who watch.
    public let live: LiveHall

    public init(
        access: Access, policies: PolicyChange, reviews: Reviews, reports: Reports,
        unusedRights: @escaping @Sendable () -> ReviewSheet? = { nil }, records: any RecordSearch,
        readCertificate: @escaping @Sendable (_ pem: [UInt8]) -> CertificateReading,
        status: @escaping @Sendable () -> NodeStatus,
        reload: @escaping @Sendable () async -> [ReloadedPart],
        tryChannels: @escaping @Sendable ([SecurityWarning]) async -> [ChannelTrial],
        tryReceivers: @escaping @Sendable () async -> [ReceiverTrial] = { [] }, clock: @escaping Clock,
        live: LiveHall? = nil
    ) {
        self.access = access
        self.policies = policies
        self.reviews = reviews
        self.reports = reports
        self.unusedRights = unusedRights
        self.records = records
        self.readCertificate = readCertificate
        self.status = status
        self.reload = reload
        self.tryChannels = tryChannels
        self.tryReceivers = tryReceivers
        self.clock = clock
        self.live = live ?? LiveHall(access, from: NobodyConnected())
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
    /// Who gets the records beside the trail.
    public var receivers: [Receiver] = []
    /// `nil` where nobody asked.
    public var clock: ClockState?
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

    /// What signs the checkpoints of the trail.
    public var checkpointKey: CheckpointKey?

    public struct CheckpointKey: Hashable, Sendable {
        /// SHA-256 of the public key.
        public let id: SHA256Digest
        public let algorithm: String
        /// The record that the last checkpoint covers.
        public let signed: UInt64
        public let signedAt: UnixTime?

        public init(id: SHA256Digest, algorithm: String, signed: UInt64, signedAt: UnixTime?) {
            self.id = id
            self.algorithm = algorithm
            self.signed = signed
            self.signedAt = signedAt
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

    /// One receiver of records.
    public struct Receiver: Hashable, Sendable {
        public let name: String
        /// Records that it is not known to have.
        public let lag: UInt64
        /// Up to this record it has everything it is to have.
        public let confirmed: UInt64
        public let sent: UInt64
        /// Records that were deleted before it had them.
        public let missing: UInt64
        /// Records that it took and says it did not keep.
        public let rejected: UInt64
        public let lastSuccess: UnixTime?
        public let problem: String?

        public init(
            name: String, lag: UInt64, confirmed: UInt64, sent: UInt64, missing: UInt64, rejected: UInt64,
            lastSuccess: UnixTime?, problem: String?
        ) {
            self.name = name
            self.lag = lag
            self.confirmed = confirmed
            self.sent = sent
            self.missing = missing
            self.rejected = rejected
            self.lastSuccess = lastSuccess
            self.problem = problem
        }
    }

    public struct ClockState: Hashable, Sendable {
        /// `unwatched`, `safe`, `warn`, `unsafe` or `unknown`.
        public let standing: String
        /// What is to be added to the clock.
        public let offsetMilliseconds: Int?
        /// Why a source says nothing.
        public let problems: [String]

        public init(standing: String, offsetMilliseconds: Int?, problems: [String]) {
            self.standing = standing
            self.offsetMilliseconds = offsetMilliseconds
            self.problems = problems
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

/// What came of trying one receiver of records.
public struct ReceiverTrial: Hashable, Sendable {
    public let receiver: String
    /// `nil`: it arrived.
    public let problem: String?

    public init(receiver: String, problem: String?) {
        self.receiver = receiver
        self.problem = problem
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
