import ArgumentParser
import GatewayDesk

struct DeskOpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the description of the desk's API for programs: OpenAPI 3.1.",
        discussion: """
            From the table that the desk routes by; a node serves the same at GET /api/v1/openapi.json, and docs/desk-openapi.json is what this prints.
            Example: gwanmun desk openapi > desk-openapi.json
            """)

    func run() async throws { Terminal.print(OpenAPIDocument.text) }
}
