import GatewayIdentity
import Glibc

/// The language of the person at the terminal, as POSIX names it: LC_ALL, LC_MESSAGES, LANG, the first that is set.
enum TerminalLanguage {
    private static let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]

    static let current: Language = {
        let set = variables.compactMap { name in getenv(name).map { String(cString: $0) } }.first { !$0.isEmpty }
        return set?.hasPrefix("ko") == true ? .korean : .english
    }()
}

/// Picks the text for the person at the terminal.
func worded(_ korean: String, _ english: String) -> String {
    switch TerminalLanguage.current {
    case .korean: korean
    case .english: english
    }
}
