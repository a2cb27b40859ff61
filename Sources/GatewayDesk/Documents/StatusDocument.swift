internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy

struct StatusDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Status", "How the node stands.",
        [
            .needed("version", .text),
            .needed("started_at", .instant),
            .needed("draining", .flag),
            .needed("policy_sha256", .digest),
            .needed("policy_profile", .text),
            .needed("policy_warnings", .count),
            .maybe("policy_tampered_at", .instant, "While the policy's folder says what nobody put in force."),
            .maybe("policy_trial", .object(PolicyTrial.self), "The draft of the policy that is on trial."),
            .needed("trust_generation", .count),
            .needed("revocation_alarms", .list(of: .text)),
            .needed("upstreams", .list(of: .object(Upstream.self))),
            .needed("warning_channels", .list(of: .object(Channel.self))),
            .needed("siem_receivers", .list(of: .object(Receiver.self))),
            .maybe("clock", .object(ClockState.self)),
            .needed("users", .count),
            .needed("people", .object(People.self)),
            .needed("sessions", .count),
            .needed("locks", .count),
            .needed("running_grants", .count),
            .needed("reviews_open", .count, "Reviews that nobody signed off yet, as of the last look."),
            .needed("reviews_overdue", .count, "Those among them that are late."),
        ])

    let version: String
    let startedAt: String
    let draining: Bool
    let policySHA256: String
    let policyProfile: String
    let policyWarnings: Int
    let policyTamperedAt: String?
    let policyTrial: PolicyTrial?
    let trustGeneration: UInt64
    let revocationAlarms: [String]
    let upstreams: [Upstream]
    let warningChannels: [Channel]
    let siemReceivers: [Receiver]
    let clock: ClockState?
    let users: Int
    let people: People
    let sessions: Int
    let locks: Int
    let runningGrants: Int
    let reviewsOpen: Int
    let reviewsOverdue: Int

    /// `{"state":"reading"}`, `{"state":"read"}` or `{"state":"failed","problem":"…"}`
    struct People: DeskDocument {
        static let schema = ObjectSchema(
            "PeopleReading", "Whether everybody has been read since the start.",
            [
                .needed("state", .words("reading", "read", "failed")),
                .maybe("problem", .text),
            ])

        let state: String
        let problem: String?

        init(_ reading: PeopleReading) {
            switch reading {
            case .underWay: (state, problem) = ("reading", nil)
            case .failed(let failure): (state, problem) = ("failed", failure.description)
            case .done: (state, problem) = ("read", nil)
            }
        }
    }

    struct PolicyTrial: DeskDocument {
        static let schema = ObjectSchema(
            "PolicyTrial", "A draft of the policy that is asked about every request, and decides nothing.",
            [
                .needed("draft", .text),
                .needed("policy_sha256", .digest, "As records name it."),
                .needed("until", .instant),
            ])

        let draft: String
        let policySHA256: String
        let until: String

        init(_ trial: NodeStatus.PolicyTrial) {
            draft = trial.draft
            policySHA256 = trial.policy.hex
            until = RFC3339.string(trial.until)
        }

        private enum CodingKeys: String, CodingKey {
            case draft, until
            case policySHA256 = "policy_sha256"
        }
    }

    struct Channel: DeskDocument {
        static let schema = ObjectSchema(
            "WarningChannel", "One way by which warnings leave.",
            [
                .needed("channel", .text),
                .needed("waiting", .count),
                .needed("lost", .count),
                .maybe("last_sent_at", .instant),
                .maybe("problem", .text),
            ])

        let channel: String
        let waiting: Int
        let lost: UInt64
        let lastSentAt: String?
        let problem: String?

        init(_ channel: NodeStatus.Channel) {
            self.channel = channel.name
            waiting = channel.waiting
            lost = channel.lost
            lastSentAt = channel.lastSent.map { RFC3339.string($0) }
            problem = channel.problem
        }

        private enum CodingKeys: String, CodingKey {
            case channel, waiting, lost, problem
            case lastSentAt = "last_sent_at"
        }
    }

    struct Receiver: DeskDocument {
        static let schema = ObjectSchema(
            "RecordReceiver", "Somebody who gets the records beside the trail.",
            [
                .needed("receiver", .text),
                .needed("lag", .count, "Records that it is not known to have."),
                .needed("confirmed", .count, "Up to this record it has everything it is to have."),
                .needed("sent", .count),
                .needed("missing", .count, "Records that were deleted before it had them."),
                .needed("rejected", .count, "Records that it took and says it did not keep."),
                .maybe("last_success_at", .instant),
                .maybe("problem", .text),
            ])

        let receiver: String
        let lag: UInt64
        let confirmed: UInt64
        let sent: UInt64
        let missing: UInt64
        let rejected: UInt64
        let lastSuccessAt: String?
        let problem: String?

        init(_ receiver: NodeStatus.Receiver) {
            self.receiver = receiver.name
            lag = receiver.lag
            confirmed = receiver.confirmed
            sent = receiver.sent
            missing = receiver.missing
            rejected = receiver.rejected
            lastSuccessAt = receiver.lastSuccess.map { RFC3339.string($0) }
            problem = receiver.problem
        }

        private enum CodingKeys: String, CodingKey {
            case receiver, lag, confirmed, sent, missing, rejected, problem
            case lastSuccessAt = "last_success_at"
        }
    }

    struct ClockState: DeskDocument {
        static let schema = ObjectSchema(
            "ClockState", "How the clock stands to its sources.",
            [
                .needed("standing", .words("unwatched", "safe", "warn", "unsafe", "unknown")),
                .maybe(
                    "offset_ms", .count(-2_147_483_648...2_147_483_647),
                    "What is to be added to the clock, in milliseconds."),
                .needed("problems", .list(of: .text)),
            ])

        let standing: String
        let offset: Int?
        let problems: [String]

        init(_ state: NodeStatus.ClockState) {
            standing = state.standing
            offset = state.offsetMilliseconds.map { min(max($0, -2_147_483_648), 2_147_483_647) }
            problems = state.problems
        }

        private enum CodingKeys: String, CodingKey {
            case standing, problems
            case offset = "offset_ms"
        }
    }

    struct Upstream: DeskDocument {
        static let schema = ObjectSchema(
            "UpstreamState", "One server behind a console.",
            [
                .needed("console", .console),
                .needed("url", .text),
                .needed("state", .choice(of: NodeStatus.Upstream.State.self)),
                .maybe("detail", .text),
                .needed("connections", .count),
                .needed("waiting", .count),
            ])

        let console: String
        let url: String
        let state: String
        let detail: String?
        let connections: Int
        let waiting: Int

        init(_ upstream: NodeStatus.Upstream) {
            console = upstream.console.text
            url = upstream.url
            state = upstream.state.rawValue
            detail = upstream.detail
            connections = upstream.connections
            waiting = upstream.waiting
        }
    }

    init(
        _ node: NodeStatus, _ counts: AccessCounts, reading: PeopleReading, policy: PolicySnapshot,
        reviews: ReviewStanding
    ) {
        version = node.version
        startedAt = RFC3339.string(node.startedAt)
        draining = node.isDraining
        policySHA256 = policy.sha256.hex
        policyProfile = policy.profile.rawValue
        policyWarnings = policy.warnings.count
        policyTamperedAt = node.policyTamperedAt.map { RFC3339.string($0) }
        policyTrial = node.policyTrial.map(PolicyTrial.init)
        trustGeneration = node.trustGeneration
        revocationAlarms = node.revocationAlarms
        upstreams = node.upstreams.map(Upstream.init)
        warningChannels = node.channels.map(Channel.init)
        siemReceivers = node.receivers.map(Receiver.init)
        clock = node.clock.map(ClockState.init)
        users = counts.accounts
        people = People(reading)
        sessions = counts.sessions
        locks = counts.locks
        runningGrants = counts.runningGrants
        reviewsOpen = reviews.open
        reviewsOverdue = reviews.overdue
    }

    private enum CodingKeys: String, CodingKey {
        case version, clock, draining, upstreams, users, people, sessions, locks
        case startedAt = "started_at"
        case policySHA256 = "policy_sha256"
        case policyProfile = "policy_profile"
        case policyWarnings = "policy_warnings"
        case policyTamperedAt = "policy_tampered_at"
        case policyTrial = "policy_trial"
        case trustGeneration = "trust_generation"
        case warningChannels = "warning_channels"
        case siemReceivers = "siem_receivers"
        case revocationAlarms = "revocation_alarms"
        case runningGrants = "running_grants"
        case reviewsOpen = "reviews_open"
        case reviewsOverdue = "reviews_overdue"
    }
}
