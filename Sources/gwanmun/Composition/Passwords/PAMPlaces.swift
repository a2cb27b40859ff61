import GatewaySettings
import Glibc

/// Where the service's file and the helper are, and whether they are there.
enum PAMPlaces {
    /// `gwanmun-pam` stands beside `gwanmun`.
    private static let helperName = "gwanmun-pam"
    private static let usualFolders = ["/etc/pam.d", "/usr/lib/pam.d"]

    static func helper(of settings: PAMSettings) -> String { settings.helper?.value ?? ownFolder + helperName }

    /// The service's file; `nil` when there is none.
    static func serviceFile(of settings: PAMSettings) -> String? {
        folders(of: settings).map { $0 + "/" + settings.service.value }.first { FileStatus($0)?.kind == .file }
    }

    /// - Throws: what is missing, and where the configuration names it.
    static func check(_ settings: PAMSettings) throws(NodeProblem) {
        var lines: [String] = []
        if serviceFile(of: settings) == nil {
            let folders = folders(of: settings).joined(separator: " or ")
            let place = settings.service.position
            lines.append("\(place): service, '\(settings.service.value)', expected a file of that name in \(folders)")
        }
        let helper = helper(of: settings)
        if FileStatus(helper)?.kind != .file || access(helper, X_OK) != 0 {
            let place = settings.helper?.position ?? settings.service.position
            lines.append("\(place): helper, '\(helper)', expected the program gwanmun-pam, executable")
        }
        guard lines.isEmpty else {
            throw NodeProblem(lines, hint: "docs/pam.md says how PAM is set up. Without 'pam' there are no passwords.")
        }
    }

    private static func folders(of settings: PAMSettings) -> [String] {
        settings.folder.map { [$0.value] } ?? usualFolders
    }

    /// With its last slash; empty when the kernel does not say.
    private static var ownFolder: String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "" }
        let path = String(decoding: buffer.prefix(count), as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
