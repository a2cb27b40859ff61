internal import Hummingbird

/// The API's own description.
struct DescriptionRoutes: DeskRoutes {
    static let tag = NodeRoutes.tag

    init(_: DeskServices) {}

    static let operations: [DeskOperation<Self>] = [
        .get(
            "openapi.json", "readDescription", "This document.", by: .right(.readDescription),
            answers: .standard(200, "OpenAPI 3.1."), use: Self.document)
    ]

    @Sendable private func document(_: DeskCall) async throws -> DeskAnswer {
        DeskAnswer(status: .ok, contentType: "application/json", body: Array(OpenAPIDocument.text.utf8))
    }
}
