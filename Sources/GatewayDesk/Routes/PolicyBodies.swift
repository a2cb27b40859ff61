internal import GatewayAccess
internal import GatewayIdentity

struct ProposePolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "ProposePolicy", "The files of a draft.",
        [
            .needed("files", .files, "Texts by name."),
            .reason,
        ])

    let files: [String: String]
    let reason: String
}

struct EditPolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "EditPolicy", "Other files for a draft.",
        [
            .needed("files", .files, "Texts by name."),
            .maybe("seen", .digest, "`sha256` of the draft that the author had before them."),
            .reason,
        ])

    let files: [String: String]
    let seen: String?
    let reason: String
}

struct TryPolicy: StrictBody {
    static let schema = ObjectSchema(
        "TryPolicy", "Files to look at.",
        [
            .needed("files", .files, "Texts by name.")
        ])

    let files: [String: String]
}

struct RollBackPolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "RollBackPolicy", "Where to go back to.",
        [
            .needed("version", .count(1...Int(Int32.max))),
            .reason,
        ])

    let version: Int
    let reason: String
}

struct ApprovePolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "ApprovePolicy", "What is approved.",
        [
            .needed("seal", .digest, "Of the draft as the approver saw it."),
            .reason,
        ])

    let seal: String
    let reason: String
}

struct ActivatePolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "ActivatePolicy", "When it is taken into use.",
        [
            .maybe("at", .instant, "Now where nothing is said."),
            .reason,
        ])

    let at: String?
    let reason: String
}

struct TryPolicyDraft: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "TryPolicyDraft", "For how long it is tried: one of the two, or the usual time.",
        [
            .maybe("days", .count(1...Int(Int32.max))),
            .maybe("until", .instant),
            .reason,
        ])

    let days: Int?
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
            case (_?, _?): throw DeskProblem(status: 422, reason: .badRequest, detail: "'days' or 'until', not both")
            }
        }
    }
}

struct EmergencyPolicy: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "EmergencyPolicy", "Files, and for how long.",
        [
            .needed("files", .files, "Texts by name."),
            .needed("hours", .count(1...Int(Int32.max)), "At most `policy_emergency` of the configuration."),
            .reason,
        ])

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
