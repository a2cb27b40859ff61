/// How a helper is started.
public struct HelperProgram: Hashable, Sendable {
    /// An absolute path.
    public let path: String
    /// Without the program's name. Anybody on the machine can read them: the service and its folder, never what a person typed.
    public let arguments: [String]

    public init(path: String, arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    /// `gwanmun-pam` for a service of `/etc/pam.d`, or of another folder.
    public static func pam(at path: String, service: String, folder: String? = nil) -> HelperProgram {
        HelperProgram(path: path, arguments: [service] + (folder.map { [$0] } ?? []))
    }
}
