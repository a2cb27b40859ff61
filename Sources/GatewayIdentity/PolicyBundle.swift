/// The files of a policy as texts: what a draft is made of, what an approval names, what a version keeps.
///
/// Names are relative to the policy's folder: `roles.yaml`, or `tests/roles.yaml` for the tests that come with it.
public struct PolicyBundle: Hashable, Sendable {
    public static let fileLimit = 256
    /// Bytes of all texts together: 10,000 rules are about 3 MiB.
    public static let sizeLimit = 4 << 20
    /// The same as JSON, which may spell a byte with two, and what goes with it.
    public static let messageLimit = 2 * sizeLimit + (64 << 10)
    public static let testFolder = "tests/"

    public struct File: Hashable, Sendable {
        public let name: String
        public let text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// In the order of their names.
    public let files: [File]

    /// - Throws: what makes the files no policy, before any of them is read.
    public init(_ files: [File]) throws(PolicyBundleProblem) {
        guard !files.isEmpty else { throw .empty }
        guard files.count <= Self.fileLimit else { throw .tooMany(files.count) }
        let size = files.reduce(0) { $0 + $1.text.utf8.count }
        guard size <= Self.sizeLimit else { throw .tooLarge(size) }
        var names: Set<String> = []
        for file in files {
            guard Self.isName(file.name) else { throw .badName(file.name) }
            guard names.insert(file.name).inserted else { throw .twice(file.name) }
        }
        self.files = files.sorted { $0.name < $1.name }
    }

    /// The rules: what is compiled.
    public var rules: [File] { files.filter { !$0.name.hasPrefix(Self.testFolder) } }

    /// What is expected of them.
    public var tests: [File] { files.filter { $0.name.hasPrefix(Self.testFolder) } }

    /// What the digest of the bundle goes over.
    public var canonicalBytes: [UInt8] { Self.canonicalBytes(of: files) }

    /// Names, lengths and bytes of the files in the order of their names, so that no two sets of files have the same bytes.
    public static func canonicalBytes(of files: [File]) -> [UInt8] {
        files.sorted { $0.name < $1.name }.flatMap { file in
            Array("\(file.name)\n\(file.text.utf8.count)\n".utf8) + Array(file.text.utf8)
        }
    }

    /// One component, or one below `tests/`: `*.yaml`, not hidden, without what a terminal or a file system would take for more.
    private static func isName(_ name: String) -> Bool {
        let leaf = name.hasPrefix(testFolder) ? name.dropFirst(testFolder.count) : name[...]
        return leaf.hasSuffix(".yaml") && leaf.count > ".yaml".count && !leaf.hasPrefix(".") && name.utf8.count <= 120
            && leaf.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && !$0.isInvisible }
    }
}

extension Unicode.Scalar {
    /// Controls, formatting and spaces beside the plain one.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isWhitespace && self != " "  // Unicode's own list of categories, not one of ours
        }
    }
}

/// Why files are no bundle.
public enum PolicyBundleProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooMany(Int)
    case tooLarge(Int)
    case badName(String)
    case twice(String)

    public var description: String {
        switch self {
        case .empty: "a policy has at least one file"
        case .tooMany(let count): "\(count) files, expected at most \(PolicyBundle.fileLimit)"
        case .tooLarge(let size): "\(size) bytes, expected at most \(PolicyBundle.sizeLimit) for all files together"
        case .badName(let name): "'\(name)' is not a name such as roles.yaml or tests/roles.yaml"
        case .twice(let name): "'\(name)' is there twice"
        }
    }
}
