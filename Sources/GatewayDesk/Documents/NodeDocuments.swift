internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy

struct StatusDocument: Encodable {
    let version: String
    let startedAt: String
    let draining: Bool
    let policySHA256: String
    let policyProfile: String
    let policyWarnings: Int
    /// When it was last told that the policy's folder says what nobody put in force; while it does.
    let policyTamperedAt: String?
    /// The draft of the policy that is on trial.
    let policyTrial: PolicyTrial?
    let trustGeneration: UInt64
    let revocationAlarms: [String]
    let upstreams: [Upstream]
    let warningChannels: [Channel]
    let users: Int
    let people: People
    let sessions: Int
    let locks: Int
    let runningGrants: Int

    /// `{"state":"reading"}`, `{"state":"read"}` or `{"state":"failed","problem":"…"}`
    struct People: Encodable {
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

    struct PolicyTrial: Encodable {
        let draft: String
        /// As records name it.
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

    struct Channel: Encodable {
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

    struct Upstream: Encodable {
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

    init(_ node: NodeStatus, _ counts: AccessCounts, reading: PeopleReading, policy: PolicySnapshot) {
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
        users = counts.accounts
        people = People(reading)
        sessions = counts.sessions
        locks = counts.locks
        runningGrants = counts.runningGrants
    }

    private enum CodingKeys: String, CodingKey {
        case version, draining, upstreams, users, people, sessions, locks
        case startedAt = "started_at"
        case policySHA256 = "policy_sha256"
        case policyProfile = "policy_profile"
        case policyWarnings = "policy_warnings"
        case policyTamperedAt = "policy_tampered_at"
        case policyTrial = "policy_trial"
        case trustGeneration = "trust_generation"
        case warningChannels = "warning_channels"
        case revocationAlarms = "revocation_alarms"
        case runningGrants = "running_grants"
    }
}

struct ChannelTrialDocument: Encodable {
    let channel: String
    let recipient: String
    /// `accepted`, `no_address` or `failed`.
    let result: String
    let problem: String?

    init(_ trial: ChannelTrial) {
        channel = trial.channel
        recipient = trial.recipient
        switch trial.result {
        case .accepted: (result, problem) = ("accepted", nil)
        case .nowhere: (result, problem) = ("no_address", nil)
        case .failed(let why): (result, problem) = ("failed", why)
        }
    }
}

struct ReloadedPartDocument: Encodable {
    let part: String
    let adopted: Bool
    /// Why the old one goes on serving.
    let problem: String?

    init(_ part: ReloadedPart) {
        self.part = part.name
        switch part.result {
        case .adopted:
            adopted = true
            problem = nil
        case .kept(let why):
            adopted = false
            problem = why
        }
    }
}

/// Masked, as it went out.
struct WarningDocument: Encodable {
    let number: String
    let at: String
    let event: String
    let severity: String
    let audience: String
    let account: String?
    let source: String?
    let failures: Int?
    let text: String

    init(_ warning: SecurityWarning) {
        number = warning.number.description
        at = warning.koreanTime
        event = warning.event.rawValue
        severity = warning.severity.rawValue
        switch warning.audience {
        case .owner: audience = "owner"
        case .sponsor: audience = "sponsor"
        case .securityOfficer: audience = "security_officer"
        }
        account = warning.account
        source = warning.source
        failures = warning.failures
        text = warning.text(in: .korean)
    }
}
