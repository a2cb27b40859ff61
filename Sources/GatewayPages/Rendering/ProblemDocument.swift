import FoundationEssentials
import GatewayIdentity

/// A refusal for programs: `application/problem+json` (RFC 9457) with the members of the outside interface.
struct ProblemDocument: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let reason: String
    let requestID: String
    let loginURL: String?
    let factors: [String]?

    init(_ refusal: Refusal, title: String, requestID: RequestID, loginURL: String?) {
        let publicReason = refusal.reason.publicReason
        self.title = title
        status = publicReason.status
        reason = publicReason.rawValue
        self.requestID = requestID.description
        self.loginURL = loginURL
        factors = refusal.factors.isEmpty ? nil : refusal.factors.map(\.rawValue)
    }

    /// For a path of ours that does not exist: a mistake of the request, with the status that says which.
    init(notFound title: String, requestID: RequestID) {
        self.title = title
        status = 404
        reason = PublicReason.badRequest.rawValue
        self.requestID = requestID.description
        loginURL = nil
        factors = nil
    }

    private enum CodingKeys: String, CodingKey {
        case type, title, status, reason
        case requestID = "request_id"
        case loginURL = "login_url"
        case factors
    }
}

/// JSON as we write it: keys sorted, slashes unescaped.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
