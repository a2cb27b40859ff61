import GatewayIdentity

/// In which language to speak to this visitor: their choice in the URL, then in the cookie, then of the account, then
/// of the browser.
enum LanguageChoice {
    static let parameter = "lang"
    /// Not a secret and not HttpOnly by need, but nothing of ours reads it in a script.
    static let cookie = "__Host-gwanmun-lang"
    /// The cloud guide, its terms and most of its readers are Korean.
    static let fallback = Language.korean

    static func language(parameter: String?, cookie: String?, account: Language?, acceptLanguage: [String]) -> Language
    {
        parameter.flatMap(Language.init(rawValue:)) ?? cookie.flatMap(Language.init(rawValue:)) ?? account ?? preferred(
            acceptLanguage) ?? fallback
    }

    /// RFC 4647 § 3.4 (lookup) over the primary subtag; `nil` when none of ours is wanted.
    static func preferred(_ acceptLanguage: [String]) -> Language? {
        var best: (language: Language, weight: Int)?
        for element in QualityList(acceptLanguage).elements where element.weight > (best?.weight ?? 0) {
            let primary = element.name.prefix { $0 != "-" }
            if let language = primary == "*" ? fallback : Language(rawValue: String(primary)) {
                best = (language, element.weight)
            }
        }
        return best?.language
    }

    static func setCookie(_ language: Language) -> HeaderLine {
        HeaderLine(
            "Set-Cookie", "\(cookie)=\(language.rawValue); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000")
    }
}
