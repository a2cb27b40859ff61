import GatewayIdentity

/// One thing that the doctor found. In JSON it is in English.
struct Finding: Encodable {
    enum Level: String, Encodable, Comparable, CaseIterable {
        /// Somebody can get in, or nobody can.
        case error
        /// Weaker than it should be, or about to fail.
        case warning
        /// To know.
        case note

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }

        /// Graver ones come first.
        static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

        var word: FindingText {
            switch self {
            case .error: .init("오류", "error")
            case .warning: .init("경고", "warning")
            case .note: .init("참고", "note")
            }
        }
    }

    let level: Level
    /// The file, the listener, the console it is about.
    let subject: FindingText
    let what: FindingText
    let advice: FindingText

    init(_ level: Level, _ subject: FindingText, _ what: FindingText, _ advice: FindingText) {
        self.level = level
        self.subject = subject
        self.what = what
        self.advice = advice
    }

    /// About what is called the same in every language: a file, a setting, a host.
    init(_ level: Level, _ name: String, _ what: FindingText, _ advice: FindingText) {
        self.init(level, FindingText(name, name), what, advice)
    }

    func lines(in language: Language) -> [String] {
        let subject = subject[language]
        let what = what[language]
        // A problem of a file names the file already.
        let told = what.hasPrefix(subject) ? what : "\(subject): \(what)"
        return ["\(level.word[language]): \(told.onOneLine)", "    \(advice[language].onOneLine)"]
    }

    static func summary(of findings: [Finding]) -> String {
        let counts = Level.allCases.map { level in findings.count { $0.level == level } }
        if findings.isEmpty { return worded("약점을 찾지 못했습니다.", "No weakness found.") }
        return worded(
            "오류 \(counts[0]), 경고 \(counts[1]), 참고 \(counts[2])",
            "\(counts[0]) errors, \(counts[1]) warnings, \(counts[2]) notes")
    }
}
