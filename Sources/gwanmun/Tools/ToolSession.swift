import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewayTLS
import Glibc

/// A login that tools use between commands: the token, and what belongs to it. Kept in a file that is for its owner alone.
///
/// The token opens nothing without the private key: a session is bound to its certificate.
struct ToolSession: Codable {
    /// Of the gate, `https://HOST[:PORT]`.
    let url: String
    let token: String
    let user: String
    /// Absolute paths.
    let cert: String
    let key: String
    let ca: String?
    /// RFC 3339; the session may end earlier, when it is idle.
    let expiresAt: String

    /// - Parameter file: where the login was kept, when it was named.
    init?(of url: UpstreamURL, keptIn file: String?) throws {
        let file = try file ?? Self.usualFile(for: url)
        guard let bytes = try PrivateFile.read(file) else { return nil }
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(bytes))
        } catch {
            throw CommandFailure(
                .badInput, ["\(file): is no login that was kept"], hint: "Remove the file, and log in again.")
        }
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure(.badInput, ["\(file): holds no token"], hint: "Remove the file, and log in again.")
        }
    }

    init(url: UpstreamURL, opened: SessionAnswer, identity: ToolIdentity) {
        self.url = url.description
        token = opened.token
        user = opened.user
        cert = Self.absolute(identity.cert)
        key = Self.absolute(identity.key)
        ca = identity.ca.map(Self.absolute)
        expiresAt = opened.expires_at
    }

    func keep(in file: String?) throws -> String {
        let file = try file ?? Self.usualFile(for: UpstreamURL(url))
        unlink(file)
        try PrivateFile.create(file, try JSONEncoder().encode(self))
        return file
    }

    static func forget(_ url: UpstreamURL, keptIn file: String?) throws {
        unlink(try file ?? usualFile(for: url))
    }

    /// `$XDG_STATE_HOME/gwanmun/HOST_PORT.login` (XDG Base Directory Specification), the folder 0700.
    private static func usualFile(for url: UpstreamURL?) throws -> String {
        guard let url else { throw CommandFailure("the kept login names no gate", hint: "Log in again.") }
        let environment = ProcessInfo.processInfo.environment
        guard
            let state = environment["XDG_STATE_HOME"].flatMap({ $0.hasPrefix("/") ? $0 : nil })
                ?? environment["HOME"].map({ $0 + "/.local/state" })
        else {
            throw CommandFailure(
                .badInput, ["there is no home to keep the login in"], hint: "Name a file with --session-file.")
        }
        let folder = state + "/gwanmun"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                "\(folder): cannot be made: \(LastError.text)", hint: "Name a file with --session-file.")
        }
        return "\(folder)/\(url.host)_\(url.port).login"
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

/// What a gate answers who opened a session.
struct SessionAnswer: Decodable {
    let user: String
    let token: String
    let expires_at: String
}

/// The certificate that tools show, and whom they trust.
struct ToolIdentity {
    let cert: String
    let key: String
    let ca: String?

    func client(for url: UpstreamURL) throws -> HTTPClient {
        do throws(TLSFailure) {
            return HTTPClient(
                peer: HTTPPeer(
                    url,
                    verifiedBy: try TLSClientContext(trustFile: ca, certificateChainFile: cert, privateKeyFile: key)))
        } catch {
            throw CommandFailure(
                .badInput, [error.description],
                hint: "--cert, --key and --ca are PEM files; certificate and key belong together.")
        }
    }
}
