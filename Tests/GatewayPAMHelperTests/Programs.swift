import FoundationEssentials

/// What the package has built beside these tests.
enum Programs {
    static func helper() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "gwanmun-pam").path
    }
}
