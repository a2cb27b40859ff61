package import GatewayIdentity

/// A text in both languages: one that lacks a language does not compile.
///
/// Korean: 합니다/하세요 form, short, without blame. Where section 4 of the compliance profile has the words, they are used
/// to the letter.
package struct Words: Hashable, Sendable {
    package let korean: String
    package let english: String

    init(_ korean: String, _ english: String) {
        self.korean = korean
        self.english = english
    }

    package subscript(language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }
}
