import FoundationEssentials
import Testing

@Suite struct `The list of known attacks` {
    private let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
        separator: "/")

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    /// `Folder/File: name`, between backticks.
    @Test func `names only tests that exist, and one for every attack`() throws {
        let list = try text("docs/known-attacks.md")
        let named = /`([A-Za-z0-9_\/]+\.(?:swift|py)): ([^`]+)`/
        var files: [Substring: String] = [:]
        var count = 0
        for match in list.matches(of: named) {
            let (_, file, name) = match.output
            let source = try files[file] ?? text("Tests/\(file)")
            files[file] = source
            let declaration = file.hasSuffix(".py") ? "def \(name)(" : "func `\(name)`("
            let isThere = source.contains(declaration)
            #expect(isThere, "\(file) has no test '\(name)'")
            count += 1
        }
        #expect(count > 60)

        for row in list.split(separator: "\n") where row.hasPrefix("| ") && !row.hasPrefix("| attack ") {
            #expect(row.firstMatch(of: named) != nil, "no test: \(row)")
        }
    }
}
