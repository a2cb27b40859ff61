/// Gets the code of the authenticator.
struct SecondFactorPrompt {
    /// `-` is standard input; `nil` asks on the terminal.
    let file: String?

    private static let hint =
        "Give the code on the terminal, or by --totp-file FILE ('-' for standard input); never as an argument, which others can see."

    /// - Throws: for anything but six or eight digits.
    func code() throws -> String {
        try Self.checked(SecretPrompt(question: .askCode, file: file, hint: Self.hint).text())
    }

    static func checked(_ text: String) throws -> String {
        let code = text.filter { $0 != " " && $0 != "\n" && $0 != "\r" }
        guard code.utf8.count == 6 || code.utf8.count == 8, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw CommandFailure(.badInput, ["the code is not six or eight digits"], hint: hint)
        }
        return code
    }
}
