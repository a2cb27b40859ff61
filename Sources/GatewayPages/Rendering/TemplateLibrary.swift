import Mustache

/// The templates of this build, compiled once.
///
/// Each is compiled with our content type in front, so that no template, partial or block escapes by any other rule.
struct TemplateLibrary: Sendable {
    private let library: MustacheLibrary

    init() throws {
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        var library = MustacheLibrary()
        for (name, source) in Self.sources {
            try library.register(
                "{{% CONTENT_TYPE: \(MarkupText.name)}}\n" + String(decoding: source, as: UTF8.self), named: name)
        }
        self.library = library
    }

    struct MissingTemplate: Error {
        let name: TemplateName
    }

    func render<Page: PageView>(_ page: Page) throws -> String {
        guard let text = library.render(Scene(page), withTemplate: Page.template.rawValue) else {
            throw MissingTemplate(name: Page.template)
        }
        return text
    }

    /// Written out, so that a template that is not here is not in the product.
    static let sources: [(name: String, source: [UInt8])] = [
        ("layout", PackageResources.layout_mustache),
        ("mark", PackageResources.mark_mustache),
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
