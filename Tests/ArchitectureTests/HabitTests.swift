import Testing

@Suite struct `A source file` {
    @Test func `holds one idea that fits a few screens`() throws {
        for file in try SourceTree.sources() {
            #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
        }
    }

    /// A request, a file or a certificate must not be able to end the process.
    @Test func `does not end the process by itself`() throws {
        try expectNone(of: ["fatalError(", "preconditionFailure(", "try!", "as! "], in: SourceTree.sources())
    }

    @Test func `does not promise what it is going to be one day`() throws {
        for file in try SourceTree.sources() {
            for (index, text) in file.lines.enumerated() {
                for word in ["TODO", "FIXME", "XXX", "HACK"] where text.contains(word) {
                    Issue.record("\(file.path):\(index + 1): \(word)")
                }
            }
        }
    }

    /// The compiler takes the author's word here, so the author gives it: in a comment on that line or right above.
    @Test func `says why it is safe where it overrules the compiler on concurrency`() throws {
        for file in try SourceTree.sources() {
            for (line, text) in file.code {
                guard text.contains("@unchecked Sendable") || text.contains("nonisolated(unsafe)") else { continue }
                let above = line >= 2 ? file.lines[line - 2] : ""
                let isExplained = text.contains("//") || above.drop { $0 == " " }.hasPrefix("//")
                #expect(isExplained, "\(file.path):\(line): no sentence says what makes this safe")
            }
        }
    }

    @Test func `of a pure target reads no clock, no randomness and no file`() throws {
        let impure = [
            "Date()", "Date.now", "clock_gettime", "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator",
            ".random(", "randomElement(", "shuffled()", "FileManager", "getenv(", "Task.sleep", "print(",
        ]
        let pure = try SourceTree.sources().filter { ImportTable.pure.contains($0.target) }
        expectNone(of: impure, in: pure)
    }

    private func expectNone(of words: [String], in files: [SourceTree.File]) {
        for file in files {
            for (line, text) in file.code {
                for word in words where text.contains(word) {
                    Issue.record("\(file.path):\(line): \(word) in \(file.target)")
                }
            }
        }
    }
}
