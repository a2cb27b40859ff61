import FoundationEssentials

/// The Swift sources of this checkout, read from disk.
enum SourceTree {
    struct File: Sendable {
        /// Relative to the checkout: `Sources/GatewayTLS/TLSHandler.swift`.
        let path: String
        let lines: [Substring]

        /// The target it belongs to: the folder under `Sources`.
        var target: String { String(path.split(separator: "/")[1]) }

        /// Lines with their numbers from 1, comment lines left out.
        var code: [(number: Int, text: Substring)] {
            lines.enumerated().compactMap { index, line in
                line.drop { $0 == " " }.hasPrefix("//") ? nil : (index + 1, line)
            }
        }

        /// Names of imported modules, in any of the spellings `import M`, `package import struct M.T`, `@testable import M`.
        var imports: [(number: Int, module: String)] {
            code.compactMap { number, text in
                let words = text.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy(Self.mayPrecedeImport) else {
                    return nil
                }
                let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                guard let name = words[(at + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
                return (number, String(name.prefix { $0 != "." }))
            }
        }

        private static func mayPrecedeImport(_ word: Substring) -> Bool {
            ["public", "package", "internal", "fileprivate", "private"].contains(word) || word.hasPrefix("@")
        }
    }

    static let root: String = {
        let file = #filePath
        let folders = file.split(separator: "/", omittingEmptySubsequences: false)
        return folders.dropLast(3).joined(separator: "/")
    }()

    /// Every Swift file under `Sources`, read once.
    static func sources() throws -> [File] { try read.get() }

    private static let read = Result {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root + "/Sources")
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOfFile: root + "/Sources/" + path, encoding: .utf8)
            return File(path: "Sources/" + path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    static func hasFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder) && isFolder
    }
}
