import FoundationEssentials

/// Files of this checkout.
enum Repository {
    static func text(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        return try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }
}
