package import GatewayIdentity
import GatewayPages

/// The addresses of the desk's pages: what is not here is not found, and every link is made from one of them.
package enum DeskPath: Hashable, Sendable {
    case overview, consoles, people, requests, sessions, locks, grants, resets, special, services, reviews, tokens
    case records, live
    case measures
    case liftMeasure(String)
    case approval(ApprovalPath)
    case partner(PartnerPath)
    case policy(PolicyPath)
    case reviewTask(ReviewTaskPath)
    case console(ConsoleID)
    case person(AccountName)
    case newPerson, newLock, newGrant
    case personOrder(PersonOrderKind, AccountName)
    case decide(RequestVerdict, String)
    case endSession(String)
    case liftLock(String)
    case endGrant(String)
    case grantOrder(GrantOrderKind, String)
    case decideReset(ResetVerdict, String)
    case record(String)
    case unmaskRecord(String)
    case exportRecords

    /// Reads a normalised path.
    package init?(_ text: String) {
        guard text.hasPrefix("/"), let path = Self.read(text.split(separator: "/").map(String.init)) else { return nil }
        self = path
    }

    private static func read(_ parts: [String]) -> DeskPath? {
        if parts.first == ApprovalPath.root { return ApprovalPath(parts.dropFirst()).map(DeskPath.approval) }
        if parts.first == PartnerPath.root { return PartnerPath(parts.dropFirst()).map(DeskPath.partner) }
        if parts.first == PolicyPath.root { return PolicyPath(parts.dropFirst()).map(DeskPath.policy) }
        if let path = ReviewTaskPath(parts) { return .reviewTask(path) }
        return switch parts.count {
        case 0: .overview
        case 1: lists.first { $0.text == "/" + parts[0] }
        case 2:
            switch parts[0] {
            case "consoles": .console(ConsoleID(parts[1]))
            case "people": .person(AccountName(stored: parts[1]))
            case "records": .record(parts[1])
            default: nil  // Words from outside, not cases of ours.
            }
        case 3:
            switch parts[0] {
            case "people": PersonOrderKind(rawValue: parts[2]).map { .personOrder($0, AccountName(stored: parts[1])) }
            case "requests": RequestVerdict(rawValue: parts[2]).map { .decide($0, parts[1]) }
            case "resets": ResetVerdict(rawValue: parts[2]).map { .decideReset($0, parts[1]) }
            case "sessions": parts[2] == "end" ? .endSession(parts[1]) : nil
            case "grants":
                parts[2] == "end"
                    ? .endGrant(parts[1]) : GrantOrderKind(rawValue: parts[2]).map { .grantOrder($0, parts[1]) }
            case "records": parts[2] == "unmask" ? .unmaskRecord(parts[1]) : nil
            case "measures": parts[2] == "lift" ? .liftMeasure(parts[1]) : nil
            case "locks": parts[2] == "lift" ? .liftLock(parts[1]) : nil
            default: nil
            }
        default: nil
        }
    }

    private static let lists: [DeskPath] = [
        .consoles, .people, .requests, .sessions, .locks, .grants, .resets, .special, .services, .reviews, .tokens,
        .records, .live, .newPerson, .newLock, .newGrant, .measures, .exportRecords,
    ]

    var text: String {
        switch self {
        case .overview: "/"
        case .consoles: "/consoles"
        case .people: "/people"
        case .requests: "/requests"
        case .sessions: "/sessions"
        case .locks: "/locks"
        case .grants: "/grants"
        case .resets: "/resets"
        case .special: "/special-accounts"
        case .services: "/services"
        case .reviews: "/reviews"
        case .tokens: "/tokens"
        case .records: "/records"
        case .live: "/live"
        case .measures: "/measures"
        case .liftMeasure(let id): "/measures/\(PercentCoding.encode(id))/lift"
        case .newPerson: "/new-person"
        case .newLock: "/new-lock"
        case .newGrant: "/new-grant"
        case .approval(let path): path.text
        case .partner(let path): path.text
        case .console(let id): "/consoles/" + PercentCoding.encode(id.text)
        case .policy(let path): path.text
        case .reviewTask(let path): path.text
        case .person(let name): "/people/" + PercentCoding.encode(name.text)
        case .personOrder(let kind, let name): "/people/\(PercentCoding.encode(name.text))/\(kind.rawValue)"
        case .decide(let verdict, let id): "/requests/\(PercentCoding.encode(id))/\(verdict.rawValue)"
        case .endSession(let id): "/sessions/\(PercentCoding.encode(id))/end"
        case .liftLock(let id): "/locks/\(PercentCoding.encode(id))/lift"
        case .endGrant(let id): "/grants/\(PercentCoding.encode(id))/end"
        case .grantOrder(let kind, let id): "/grants/\(PercentCoding.encode(id))/\(kind.rawValue)"
        case .record(let id): "/records/\(PercentCoding.encode(id))"
        case .unmaskRecord(let id): "/records/\(PercentCoding.encode(id))/unmask"
        case .exportRecords: "/export-records"
        case .decideReset(let verdict, let id): "/resets/\(PercentCoding.encode(id))/\(verdict.rawValue)"
        }
    }

    /// With what is asked for; empty values are left out.
    func link(_ query: [(String, String)] = []) -> String {
        let pairs = query.filter { !$0.1.isEmpty }.map { "\($0.0)=\(PercentCoding.encode($0.1))" }
        return pairs.isEmpty ? text : text + "?" + pairs.joined(separator: "&")
    }
}

/// What is done to a person from their page, by the last word of the address.
package enum PersonOrderKind: String, CaseIterable, Sendable {
    case suspend, resume, disable, enable, unlock, remove, roles, contact, review, check
    case resetFactor = "reset-factor"
    case endSessions = "end-sessions"
    case bind = "bind-cert"
    case unbind = "unbind-cert"
    case open = "request-opening"
}

package enum RequestVerdict: String, CaseIterable, Sendable {
    case approve, reject
}

package enum ResetVerdict: String, CaseIterable, Sendable {
    case approve, cancel
}
