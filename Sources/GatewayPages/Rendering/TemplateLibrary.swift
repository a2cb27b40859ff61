import Mustache

/// Templates, compiled once.
///
/// Each is compiled with our content type in front, so that no template, partial or block escapes by any other rule.
package struct MarkupTemplates: Sendable {
    private let library: MustacheLibrary

    package init(_ sources: [(name: String, source: [UInt8])]) throws {
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        var library = MustacheLibrary()
        for (name, source) in sources {
            try library.register(
                "{{% CONTENT_TYPE: \(MarkupText.name)}}\n" + String(decoding: source, as: UTF8.self), named: name)
        }
        self.library = library
    }

    /// - Parameter scene: its stored properties are the names that the template may use.
    /// - Returns: `nil` when there is no such template.
    package func render(_ scene: Any, with name: String) -> String? { library.render(scene, withTemplate: name) }

    /// The partial that draws our mark, for every frame.
    package static let mark = (name: "mark", source: PackageResources.mark_mustache)
}

/// The templates of this build.
struct TemplateLibrary: Sendable {
    private let templates: MarkupTemplates

    init() throws { templates = try MarkupTemplates(Self.sources) }

    struct MissingTemplate: Error {
        let name: TemplateName
    }

    func render<Page: PageView>(_ page: Page) throws -> String {
        guard let text = templates.render(Scene(page), with: Page.template.rawValue) else {
            throw MissingTemplate(name: Page.template)
        }
        return text
    }

    /// Written out, so that a template that is not here is not in the product.
    static let sources: [(name: String, source: [UInt8])] = [
        ("layout", PackageResources.layout_mustache),
        MarkupTemplates.mark,
        ("certificate", PackageResources.certificate_mustache),
        ("console", PackageResources.console_mustache),
        ("notice", PackageResources.notice_mustache),
        ("ceremony", PackageResources.ceremony_mustache),
        ("reset", PackageResources.reset_mustache),
        ("ending", PackageResources.ending_mustache),
        ("replacement", PackageResources.replacement_mustache),
        (TemplateName.login.rawValue, PackageResources.login_mustache),
        (TemplateName.question.rawValue, PackageResources.question_mustache),
        (TemplateName.passwordChange.rawValue, PackageResources.password_change_mustache),
        (TemplateName.welcome.rawValue, PackageResources.welcome_mustache),
        (TemplateName.account.rawValue, PackageResources.account_mustache),
        (TemplateName.enrolment.rawValue, PackageResources.enrolment_mustache),
        (TemplateName.offer.rawValue, PackageResources.offer_mustache),
        (TemplateName.securityKey.rawValue, PackageResources.security_key_mustache),
        (TemplateName.recovery.rawValue, PackageResources.recovery_mustache),
        (TemplateName.terminal.rawValue, PackageResources.terminal_mustache),
        (TemplateName.signedOut.rawValue, PackageResources.signed_out_mustache),
        (TemplateName.resetCancelled.rawValue, PackageResources.reset_cancelled_mustache),
        (TemplateName.problem.rawValue, PackageResources.problem_mustache),
    ]
}

/// The pages there are.
enum TemplateName: String, CaseIterable, Sendable {
    case login, question, welcome, account, enrolment, offer, recovery, terminal
    case passwordChange = "password-change"
    case securityKey = "security-key"
    case signedOut = "signed-out"
    case resetCancelled = "reset-cancelled"
    case problem
}

/// What one template shows. Its stored properties are the names that the template may use.
protocol PageView: Sendable {
    static var template: TemplateName { get }
    var frame: PageFrame { get }
}

/// What every template sees: `w` for the wording, `frame` for what stands around the page, and the names of the page
/// itself.
struct Scene<Page: PageView> {
    let w: [String: [String: String]]
    let frame: PageFrame
    let page: Page

    init(_ page: Page) {
        w = Phrase.table(in: page.frame.language)
        frame = page.frame
        self.page = page
    }
}
