import Glibc

/// Gets the code of the authenticator: from a file, from standard input, or from the person, who does not see it echoed.
struct SecondFactorPrompt {
    /// `-` is standard input; `nil` asks on the terminal.
    let file: String?

    private static let hint =
        "Give the code on the terminal, or by --totp-file FILE ('-' for standard input); never as an argument, which others can see."

    /// - Throws: for anything but six or eight digits.
    func code() throws -> String {
        let text = try file.map(read) ?? ask()
        let code = text.filter { $0 != " " && $0 != "\n" && $0 != "\r" }
        guard code.utf8.count == 6 || code.utf8.count == 8, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw CommandFailure(.badInput, ["the code is not six or eight digits"], hint: Self.hint)
        }
        return code
    }

    private func read(_ file: String) throws -> String {
        if file == "-" {
            guard let line = readLine() else {
                throw CommandFailure(.badInput, ["standard input holds no code"], hint: Self.hint)
            }
            return line
        }
        guard let bytes = try PrivateFile.read(file, limit: 64) else {
            throw CommandFailure(.badInput, ["\(file): is not there"], hint: Self.hint)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func ask() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.badInput, ["the desk asks for a second factor"], hint: Self.hint)
        }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw CommandFailure("the terminal cannot be read: \(LastError.text)", hint: Self.hint)
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw CommandFailure("the terminal's echo cannot be switched off: \(LastError.text)", hint: Self.hint)
        }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Terminal.error("")
        }
        Terminal.ask(Message.askCode.text)
        return readLine() ?? ""
    }
}
