internal import GatewayAccess
internal import GatewayIdentity

struct ProposePolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case files, reason
    }

    /// Texts by name.
    let files: [String: String]
    let reason: String
}

struct EditPolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case files, seen, reason
    }

    let files: [String: String]
    /// `sha256` of the draft that the author had before them.
    let seen: String?
    let reason: String
}

struct TryPolicy: StrictBody {
    enum Field: String, CodingKey, CaseIterable {
        case files
    }

    let files: [String: String]
}

struct RollBackPolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case version, reason
    }

    let version: Int
    let reason: String
}

struct ApprovePolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case seal, reason
    }

    /// Of the draft as the approver saw it.
    let seal: String
    let reason: String
}

struct ActivatePolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case at, reason
    }

    /// RFC 3339; now where nothing is said.
    let at: String?
    let reason: String
}

struct TryPolicyDraft: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case days, until, reason
    }

    /// The usual time where neither is said.
    let days: Int?
    /// RFC 3339.
    let until: String?
    let reason: String

    var length: PolicyChange.TrialLength {
        get throws(DeskProblem) {
            switch (days, until) {
            case (nil, nil): return .usual
            case (let days?, nil): return .days(days)
            case (nil, let until?):
                guard let end = RFC3339.parse(until) else {
                    throw .badRequest("'until' is a time such as 2026-12-01T07:00:00+09:00")
                }
                return .until(end)
            case (_?, _?): throw .badRequest("'days' or 'until', not both")
            }
        }
    }
}

struct EmergencyPolicy: StrictBody, Reasoned {
    enum Field: String, CodingKey, CaseIterable {
        case files, hours, reason
    }

    let files: [String: String]
    let hours: Int
    let reason: String
}

/// The files of a body, as a bundle.
struct PolicyFiles {
    let bundle: PolicyBundle

    init(_ files: [String: String]) throws(DeskProblem) {
        do throws(PolicyBundleProblem) {
            bundle = try PolicyBundle(files.map { PolicyBundle.File(name: $0.key, text: $0.value) })
        } catch {
            throw DeskProblem(.policy(.bundle(error)))
        }
    }
}
