import Glibc

/// Gets a secret of one line: from a file, from standard input, or from the person, who does not see it echoed.
struct SecretPrompt {
    let question: Message
    /// `-` is standard input; `nil` asks on the terminal.
    let file: String?
    let hint: String

    /// Without the end of the line.
    func text() throws -> String {
        let text = try file.map(read) ?? ask()
        return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    private func read(_ file: String) throws -> String {
        if file == "-" {
            guard let line = readLine() else {
                throw CommandFailure(.badInput, ["standard input holds nothing"], hint: hint)
            }
            return line
        }
        guard let bytes = try PrivateFile.read(file, limit: 1024) else {
            throw CommandFailure(.badInput, ["\(file): is not there"], hint: hint)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func ask() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.badInput, ["there is no terminal to ask on"], hint: hint)
        }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw CommandFailure("the terminal cannot be read: \(LastError.text)", hint: hint)
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw CommandFailure("the terminal's echo cannot be switched off: \(LastError.text)", hint: hint)
        }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Terminal.error("")
        }
        Terminal.ask(question.text)
        return readLine() ?? ""
    }
}
