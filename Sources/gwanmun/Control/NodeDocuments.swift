// What the administration API answers, as far as commands show it. Names are snake case on the wire.

struct UserDocument: Codable {
    let name: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let language: String
    let state: String
    let use: String
    let createdAt: String
}

struct RequestDocument: Codable {
    let id: String
    let user: String
    let kind: String
    let roles: [String]?
    let displayName: String?
    let organisation: String?
    let use: String?
    let terms: ServiceTermsDocument?
    let applicant: String
    let reason: String
    let at: String
    let expiresAt: String
    let state: String
    let decidedBy: String?
    let decidedAt: String?
    let decidedReason: String?
}

/// The answer to an order that may need a second person.
enum UserOrRequest: Decodable {
    case user(UserDocument)
    case request(RequestDocument)

    private enum CodingKeys: CodingKey {
        case applicant
    }

    init(from decoder: any Decoder) throws {
        let isRequest = try decoder.container(keyedBy: CodingKeys.self).contains(.applicant)
        self = isRequest ? .request(try RequestDocument(from: decoder)) : .user(try UserDocument(from: decoder))
    }
}

struct ServiceTermsDocument: Codable {
    let owner: String
    let networks: [String]
    let until: String
}

struct ServiceDocument: Codable {
    let user: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let state: String
    let terms: ServiceTermsDocument?
    let lastUse: String?
}

struct ServicesDocument: Codable {
    let services: [ServiceDocument]

    static func read(from node: NodeClient) async throws -> ServicesDocument { try await node.get("services") }
}

/// The answer to a renewal.
enum TermsOrRequest: Decodable {
    case terms(ServiceTermsDocument)
    case request(RequestDocument)

    private enum CodingKeys: CodingKey {
        case applicant
    }

    init(from decoder: any Decoder) throws {
        let isRequest = try decoder.container(keyedBy: CodingKeys.self).contains(.applicant)
        self =
            isRequest
            ? .request(try RequestDocument(from: decoder)) : .terms(try ServiceTermsDocument(from: decoder))
    }
}

struct PlanDocument: Codable {
    let plan: String
    let changes: Int
    let people: [Line]

    struct Line: Codable {
        let user: String
        let steps: [String]
        let problem: String?
    }
}

struct ReviewDocument: Codable {
    let user: String
    let roles: [String]
    let organisation: String
    let reviewedAt: String?
    let reviewedBy: String?
    let dueAt: String
    let overdue: Bool
    let lastUse: String?
}

struct SpecialAccountDocument: Codable {
    let user: String
    let roles: [String]
    let use: String
    let state: String
    let listed: Bool
    let purpose: String?
    let listedBy: String?
    let listedAt: String?
    let checkedBy: String?
    let checkedAt: String?
    let checkDueAt: String
    let overdue: Bool
    let openUntil: String?
}

struct UserDetailsDocument: Codable {
    let user: UserDocument
    let bindings: [BindingDocument]
    let devices: [DeviceDocument]
    /// Kind of factor: until when it is locked.
    let attemptLocks: [String: String]
    let locks: [LockDocument]
    let grants: [GrantDocument]
    let sessions: [SessionDocument]
    let recoveryCodesLeft: Int
    let mail: String?
    let terms: ServiceTermsDocument?
}

struct UnlockDocument: Codable {
    let unlockCode: String?
    let expiresAt: String?
}

struct BindingDocument: Codable {
    let binding: String
    let boundAt: String
    let device: String?
}

struct DeviceDocument: Codable {
    let id: String
    let kind: String
    let label: String
    let serial: String?
    let separateDevice: Bool
    let state: String
    let since: String
    let replacedBy: String?
    let replaces: String?
    let createdAt: String
    let lastUsed: String?
    let begins: String?
    let ends: String?
}

struct TokenDocument: Codable {
    let serial: String
    let kind: String
    let manufacturer: String
    let algorithm: String
    let digits: Int
    let period: Int?
    let begins: String?
    let ends: String?
    let importedAt: String
    let importedBy: String
    let state: String
    let user: String?
    let authenticator: String?
    let since: String
}

struct SessionDocument: Codable {
    let id: String
    let user: String
    let factors: [Factor]
    let createdAt: String
    let lastSeenAt: String
    let expiresAt: String
    let idleExpiresAt: String
    let source: String?
    let userAgent: String?
    let certificate: String

    struct Factor: Codable {
        let kind: String
        let at: String
    }
}

struct LockDocument: Codable {
    let id: String
    let target: String
    let reason: String
    let by: String
    let at: String
    let until: String?
}

struct GrantDocument: Codable {
    let id: String
    let user: String
    let organisation: String?
    let consoles: [String]
    let kind: String
    let reference: String
    let sponsor: String
    let from: String
    let to: String
    let scope: Scope
    let progress: String
    let request: String?
    let pausedAt: String?
    let pausedBy: String?
    let endedAt: String?
    let endedBy: String?
    let running: Bool

    struct Scope: Codable {
        let paths: [String]?
        let methods: [String]?
        let ceiling: String
        let windows: [String]?
        let countries: [String]?
        let zones: [String]?
        let devices: [String]?
        let asks: [String]?
    }
}

struct DeletionTaskDocument: Codable {
    let grant: String
    let user: String
    let reference: String
    let due: String
    let overdue: Bool
    let confirmedAt: String?
    let confirmedBy: String?
    let confirmation: String?
}

struct ApprovalDocument: Codable {
    struct Vote: Codable {
        let by: String
        let at: String
        let reason: String
    }

    struct Group: Codable {
        let roles: [String]
        let count: Int
        let voters: [String]
    }

    let id: String
    let user: String
    let name: String
    let consoles: [String]?
    let from: String
    let to: String
    let applicant: String
    let reason: String
    let askedAt: String
    let expiresAt: String
    let votes: [Vote]
    let missing: Int?
    let groups: [Group]?
    let grants: [GrantDocument]?
    let state: String
    let decidedBy: String?
    let decidedAt: String?
    let running: Bool
}

struct PartnerDocument: Codable {
    let organisation: String
    let users: [String]
}

struct OffBoardingDocument: Codable {
    struct Person: Codable {
        let user: String
        let sessionsEnded: Int
        let grantsEnded: [String]
        let approvalsWithdrawn: [String]
        let certificatesUnbound: [String]
        let factorsRevoked: Int
        let deletionTasks: [String]
    }

    let organisation: String
    let at: String
    let people: [Person]
}

struct EnrolmentTicketDocument: Codable {
    let enrolmentCode: String
    let expiresAt: String
}

/// What `reset-factor` comes to: a code, or a request that waits.
struct ResetAnswer: Codable {
    let enrolmentCode: String?
    let expiresAt: String?
    let reset: ResetDocument?
}

struct ResetDocument: Codable {
    let id: String
    let user: String
    let askedBy: String
    let askedAt: String
    let reason: String
    let expiresAt: String
    let state: String
    let approvedBy: String?
    let approvedAt: String?
    let effectiveAt: String?
}

struct StatusDocument: Codable {
    let version: String
    let startedAt: String
    let draining: Bool
    let policySha256: String
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

    /// The draft that is asked as well.
    struct PolicyTrial: Codable {
        let draft: String
        let policySha256: String
        let until: String
    }

    struct People: Codable {
        let state: String
        let problem: String?
    }

    struct Channel: Codable {
        let channel: String
        let waiting: Int
        let lost: UInt64
        let lastSentAt: String?
        let problem: String?
    }

    struct Receiver: Codable {
        let receiver: String
        let lag: UInt64
        let confirmed: UInt64
        let sent: UInt64
        let missing: UInt64
        let rejected: UInt64
        let lastSuccessAt: String?
        let problem: String?
    }

    struct ClockState: Codable {
        let standing: String
        let offsetMs: Int?
        let problems: [String]
    }

    struct Upstream: Codable {
        let console: String
        let url: String
        let state: String
        let detail: String?
        let connections: Int
        let waiting: Int
    }
}

struct WarningTrialsDocument: Codable {
    let channels: [Trial]

    struct Trial: Codable {
        let channel: String
        let recipient: String
        let result: String
        let problem: String?
    }
}

struct ReceiverTrialsDocument: Codable {
    let receivers: [Trial]

    struct Trial: Codable {
        let receiver: String
        let result: String
        let problem: String?
    }
}

struct ReloadDocument: Codable {
    let parts: [Part]

    struct Part: Codable {
        let part: String
        let adopted: Bool
        let problem: String?
    }
}

extension String {
    /// `2026-11-22T10:00:00.123+09:00` as people read it: to the second, in the node's zone (KST).
    var shownTime: String { String(prefix(19)).replacing("T", with: " ") }
}
