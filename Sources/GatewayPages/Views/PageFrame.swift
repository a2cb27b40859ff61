package import GatewayIdentity

/// What stands around every page.
package struct PageFrame: Sendable {
    package let language: Language
    let title: String
    let code: String
    let style: String
    let script: String
    let icon: String
    /// The same page in the other language; `nil` for the answer to a form, which cannot be asked for again.
    let otherLanguage: LanguageLink?
    let account: String?
    let contact: String
    let retention: String
    /// For the person to quote; on pages that report something.
    let reference: String?

    package init(title: String, of exchange: Exchange, showsReference: Bool = false) {
        language = exchange.language
        self.title = title
        code = exchange.language.rawValue
        style = Asset.style.path
        script = Asset.script.path
        icon = Asset.icon.path
        otherLanguage = LanguageLink(of: exchange)
        account = exchange.visitor.person?.account.text
        contact = exchange.site.contact
        retention = exchange.text(.retention(years: exchange.site.retentionYears))
        reference = showsReference ? exchange.requestID.description : nil
    }
}

package struct LanguageLink: Sendable {
    let code: String
    let label: String
    let url: String

    init?(of exchange: Exchange) {
        guard exchange.isFetch, let target = exchange.returnTarget else { return nil }
        switch exchange.language {
        case .korean: (code, label) = (Language.english.rawValue, "English")
        case .english: (code, label) = (Language.korean.rawValue, "한국어")
        }
        url = "\(Path.language)?\(LanguageChoice.parameter)=\(code)&to=\(PercentCoding.encode(target.text))"
    }
}

/// An instant in words, with its exact form for machines.
package struct TimeView: Sendable {
    let iso: String
    let text: String

    package init(_ time: UnixTime, in language: Language) {
        iso = RFC3339.string(time)
        text = TimeText.dateAndTime(time, in: language)
    }
}
