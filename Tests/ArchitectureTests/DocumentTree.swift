import FoundationEssentials

/// The documents of this checkout, read from disk.
enum DocumentTree {
    struct Link: Sendable {
        /// Counted from 1.
        let line: Int
        /// As written, up to `#`; empty: the document itself.
        let file: String
        /// What stands behind `#`.
        let heading: String?
    }

    struct Document: Sendable {
        /// Relative to the checkout: `docs/architecture.md`.
        let path: String
        private let prose: [(number: Int, text: Substring)]

        init(path: String, text: String) {
            self.path = path
            var isCode = false
            prose = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
                index, line in
                let isFence = line.drop { $0 == " " }.hasPrefix("```")
                if isFence { isCode.toggle() }
                return isCode || isFence ? nil : (index + 1, line)
            }
        }

        /// Links to files of the checkout: `[text](target)` without a scheme.
        var links: [Link] {
            prose.flatMap { number, text in
                text.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
                    let target = rest.prefix { $0 != ")" && $0 != " " }
                    guard !target.contains("://"), !target.hasPrefix("mailto:") else { return nil }
                    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                    return Link(
                        line: number, file: parts.first.map(String.init) ?? "",
                        heading: parts.count == 2 ? String(parts[1]) : nil)
                }
            }
        }

        /// The names by which its places are linked to: its headings and its anchors.
        var headings: Set<String> { named.union(anchors) }

        /// `<a id="rule"></a>`.
        private var anchors: Set<String> {
            Set(
                prose.flatMap { _, text in
                    text.split(separator: "<a id=\"", omittingEmptySubsequences: false).dropFirst().map {
                        String($0.prefix { $0 != "\"" })
                    }
                })
        }

        /// Lower case, letters, digits and hyphens, a hyphen for each blank.
        private var named: Set<String> {
            Set(
                prose.filter { $0.text.hasPrefix("#") }.map { _, text in
                    text.drop { $0 == "#" }.drop { $0 == " " }.lowercased().compactMap { character in
                        if character == " " { return "-" }
                        return character.isLetter || character.isNumber || character == "-" || character == "_"
                            ? String(character) : nil
                    }.joined()
                })
        }

        /// Where a link of this document leads, relative to the checkout; `nil` when it leads out of it.
        func place(of link: Link) -> String? {
            guard !link.file.isEmpty else { return path }
            var folders = path.split(separator: "/").dropLast()
            for part in link.file.split(separator: "/") where part != "." {
                if part != ".." {
                    folders.append(part)
                } else if folders.popLast() == nil {
                    return nil
                }
            }
            return folders.joined(separator: "/")
        }
    }

    /// Every `*.md`, what is hidden or behind a symbolic link left out.
    static func documents() throws -> [Document] { try read.get() }

    static func holds(_ path: String) -> Bool { FileManager.default.fileExists(atPath: SourceTree.root + "/" + path) }

    private static let read = Result { try paths(below: "").sorted().map(document) }

    private static func document(_ path: String) throws -> Document {
        Document(path: path, text: try String(contentsOfFile: SourceTree.root + "/" + path, encoding: .utf8))
    }

    private static func paths(below folder: String) throws -> [String] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: SourceTree.root + "/" + folder).filter { !$0.hasPrefix(".") }
            .flatMap {
                let path = folder + $0
                let kind = try files.attributesOfItem(atPath: SourceTree.root + "/" + path)[.type] as? FileAttributeType
                if kind == .typeDirectory { return try paths(below: path + "/") }
                return kind == .typeRegular && path.hasSuffix(".md") ? [path] : []
            }
    }
}
