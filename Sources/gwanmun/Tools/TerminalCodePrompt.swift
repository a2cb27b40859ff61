import Glibc

/// Gets the code that the browser shows: from a file, from standard input, or typed.
struct TerminalCodePrompt {
    /// `-` is standard input; `nil` asks on the terminal.
    let file: String?

    private static let hint = "The page shows a code like 7ZKQ-03MF-9TXA-C2RW; bring it within two minutes."

    func code() throws -> String {
        let text = try SecretPrompt(question: Message.askTerminalCode, file: file, hint: Self.hint).text()
        guard text.utf8.count <= 64, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.isEmpty else {
            throw CommandFailure(.badInput, ["that is not the code of the page"], hint: Self.hint)
        }
        return text
    }
}
