import FoundationEssentials
import GatewayPKCS11
import GatewayTesting
import Glibc
import Testing

/// A token of SoftHSM, made in a folder of its own, with the user PIN 1234.
struct SoftToken {
    static let module = "/usr/lib/softhsm/libsofthsm2.so"
    let folder: TemporaryFolder
    let address: TokenAddress

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/tokens", withIntermediateDirectories: true)
        let settings = "directories.tokendir = \(folder.path)/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
        setenv("SOFTHSM2_CONF", try folder.write(Array(settings.utf8), "softhsm2.conf"), 1)
        address = TokenAddress(
            module: Self.module, token: "gwanmun", keyLabel: "gwanmun-kek",
            pinFile: try folder.write(Array("1234\n".utf8), "pin"), patience: .seconds(20))
        try Self.run(
            "softhsm2-util", "--init-token", "--free", "--label", "gwanmun", "--pin", "1234", "--so-pin", "5678")
    }

    /// Its address, with something of another.
    func address(module: String? = nil, token: String? = nil) -> TokenAddress {
        var other = address
        other.module = module ?? other.module
        other.token = token ?? other.token
        return other
    }

    func putPIN(_ pin: String) throws { _ = try folder.write(Array((pin + "\n").utf8), "pin") }

    static func run(_ arguments: String...) throws { try run(arguments) }

    static func run(_ arguments: [String]) throws {
        var process: pid_t = 0
        var words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        try #require(posix_spawnp(&process, arguments[0], &actions, nil, &words, environ) == 0)
        var status: CInt = 0
        try #require(waitpid(process, &status, 0) == process)
        try #require(status == 0, "\(arguments)")
    }
}
