import FoundationEssentials
import GatewayIdentity
import GatewayPolicy

/// Reads `gwanmun.yaml`.
public enum ConfigurationReader {
    static let keys = [
        "version", "site", "listen", "tls", "clients", "store", "key_file", "keys", "audit", "audit_broken",
        "retention",
        "audit_trail",
        "policies", "policy_changes", "policy_signers", "policy_signatures", "policy_emergency", "policy_approval_life",
        "control_socket",
        "limits", "warnings", "siem", "clock", "webauthn", "pam", "people", "reviews", "countries", "threads",
        "upstreams",
    ]

    /// - Parameter path: the file; what it names is relative to its folder.
    public static func read(path: String) throws(SettingsProblems) -> GatewayConfiguration {
        let log = ProblemLog()
        let file = SettingsFile.read(path: path, name: path, log: log)
        try log.throwIfAny()
        guard let file else { throw SettingsProblems([.init(.unreadable, at: .init(file: path, line: 1, column: 1))]) }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return try read(file, directory: absolute(folder))
    }

    /// - Parameter directory: absolute; what names of files are relative to.
    public static func read(_ file: SettingsFile, directory: String) throws(SettingsProblems) -> GatewayConfiguration {
        let log = ProblemLog()
        let root = YAMLDocument.read(file.text, file: file.name, log: log)
        let document = root.flatMap { YAMLCursor(value: $0, log: log).mapping("a configuration", keys: keys) }
        let configuration = document.flatMap { ConfigurationSections(directory: directory).read($0) }
        try log.throwIfAny()
        // Whatever could not be read has been reported.
        guard let configuration else {
            throw SettingsProblems([.init(.nothingThere, at: .init(file: file.name, line: 1, column: 1))])
        }
        return configuration
    }

    private static func absolute(_ folder: String) -> String {
        if folder.hasPrefix("/") { return folder }
        let here = FileManager.default.currentDirectoryPath
        return folder.isEmpty ? here : here + "/" + folder
    }
}
