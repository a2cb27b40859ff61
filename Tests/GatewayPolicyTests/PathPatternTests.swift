import GatewayPolicy
import Testing

@Suite struct `A path pattern` {
    @Test(arguments: [
        ("/", ["/"], ["/a", "/a/"]), ("/a", ["/a"], ["/", "/a/", "/ab", "/a/b", "/A"]),
        ("/a/", ["/a/"], ["/a", "/a/b"]),
        ("/a/*", ["/a/b", "/a/%62c"], ["/a", "/a/", "/a/b/c", "/a/b/"]),
        ("/*/c", ["/a/c", "/b/c"], ["/c", "/a/b/c", "/a/c/"]),
        ("/a/**", ["/a", "/a/", "/a/b", "/a/b/c/", "/a/%62"], ["/", "/ab", "/b/a"]), ("/**", ["/", "/a", "/a/b/"], []),
        ("/*/b/**", ["/a/b", "/x/b/c"], ["/a", "/a/c", "/a/bc"]),
        ("/한글/*", ["/%ED%95%9C%EA%B8%80/x"], ["/%ED%95%9C/x"]),
    ])
    func `matches whole segments of the decoded path`(pattern: String, matching: [String], others: [String]) throws {
        for path in matching { #expect(try isAllowed(path, by: pattern), "\(path) by \(pattern)") }
        for path in others { #expect(try !isAllowed(path, by: pattern), "\(path) by \(pattern)") }
    }

    @Test(arguments: [
        ("a", PathPattern.Problem.mustStartWithSlash), ("", .mustStartWithSlash), ("**", .mustStartWithSlash),
        ("/**/a", .subtreeNotLast), ("/a/**/**", .subtreeNotLast),
        ("/a*", .partialWildcard), ("/***", .partialWildcard), ("/a/*.txt", .partialWildcard), ("//a", .neverMatches),
        ("/a//**", .neverMatches),
        ("/a/../b", .neverMatches), ("/./a", .neverMatches), ("/a%20b", .notDecodedPath), ("/a?b", .notDecodedPath),
        ("/a;b", .notDecodedPath), ("/a\\b", .notDecodedPath),
    ])
    func `says one thing, or is refused`(pattern: String, problem: PathPattern.Problem) {
        #expect(throws: problem) { try PathPattern(pattern) }
    }

    /// Through a whole decision, as a pattern is used nowhere else.
    private func isAllowed(_ path: String, by pattern: String) throws -> Bool {
        var policy = try ExamplePolicy()
        policy.definition.rules = [try .allow("only", "staff", on: "notice", pattern, [.view], [.certificate])]
        let question = try Question.staffAtTen().changed {
            $0.console = "notice"
            $0.path = path
        }
        return try policy.decide(question).permit != nil
    }
}
