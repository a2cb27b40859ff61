internal import GatewayJSON

/// Answers that say no: their statuses, and what each means.
enum OpenAPIRefusals {
    /// What every operation can answer.
    static let common: Set<Int> = [400, 401, 403, 429, 503]

    private static let meanings: [(status: Int, meaning: String)] = [
        (400, "The request is not as this document says."),
        (401, "A factor is missing, or not fresh enough; `factors` says which."),
        (403, "Not allowed to whoever asks. It is recorded."),
        (404, "It is not there."),
        (409, "The state of things does not lead there."),
        (412, "Somebody changed it since."),
        (413, "The body is too large."),
        (422, "A value cannot be, as things are."),
        (429, "Too many tries."),
        (501, "Not offered."),
        (503, "Not recorded, and not done; or the node cannot at present."),
    ]

    static func reference(to status: Int, isSCIM: Bool) -> JSON {
        ["$ref": .string("#/components/responses/\(isSCIM ? "SCIM" : "Problem")\(status)")]
    }

    static var responses: [JSON.Member] {
        meanings.flatMap { status, meaning in
            [
                .init(
                    name: "Problem\(status)",
                    value: response(
                        meaning, "application/problem+json", ValueSchema.object(DeskProblemDocument.self).json)),
                .init(
                    name: "SCIM\(status)",
                    value: response(meaning + " RFC 7644 section 3.12.", "application/scim+json", ["type": "object"])),
            ]
        }
    }

    private static func response(_ meaning: String, _ type: String, _ schema: JSON) -> JSON {
        ["description": .string(meaning), "content": .object([.init(name: type, value: ["schema": schema])])]
    }
}
