import GatewayPages

/// The desk's templates: one page and its parts.
struct DeskTemplates: Sendable {
    private let templates: MarkupTemplates

    struct Missing: Error {}

    init() throws {
        templates = try MarkupTemplates([
            MarkupTemplates.mark, ("desk", PackageResources.desk_mustache),
            ("section", PackageResources.section_mustache), ("pieces", PackageResources.pieces_mustache),
            ("form", PackageResources.form_mustache), ("editor", PackageResources.editor_mustache),
            ("source", PackageResources.source_mustache), ("live", PackageResources.live_mustache),
            ("visitor", PackageResources.visitor_mustache), ("happenings", PackageResources.happenings_mustache),
        ])
    }

    func render(_ scene: DeskScene) throws -> String {
        guard let text = templates.render(scene, with: "desk") else { throw Missing() }
        return text
    }
}
