/// A person's account: the unique, non-guessable identifier (`kim-7f3a`), never a display name.
public struct AccountName: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Why a name cannot be an account's.
    public enum Problem: Error, Equatable, Sendable {
        /// 3 to 64 of `a-z 0-9 . _ -`, starting with a letter.
        case malformed
        /// A name that anyone would try first (guide, NCT2-4.2-U2).
        case guessable
    }

    public init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        guard (3...64).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first),
            bytes.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            })
        else { throw .malformed }
        guard !Self.isGuessable(text) else { throw .guessable }
        self.text = text
    }

    /// For names that were judged when they were stored.
    public init(stored text: String) { self.text = text }

    public var description: String { text }

    private static let commonNames: Set<String> = [
        "admin", "administrator", "root", "superuser", "super", "system", "sys", "manager", "master", "operator",
        "oper", "guest", "test", "tester",
        "user", "demo", "default", "anonymous", "nobody", "service", "support", "backup", "oracle", "postgres", "mysql",
        "security", "auditor", "audit",
        "webmaster", "info", "office", "staff", "partner", "temp", "public", "daemon", "gwanmun", "gateway", "users",
        "adm", "sysadmin", "superadmin", "supervisor", "dba", "dev", "developer", "qa", "www", "web", "ftp", "mail",
        "hr", "helpdesk", "help", "account", "accounts", "login", "member", "employee", "shared", "common", "vendor",
        "monitor", "scim", "sso", "api", "bot", "sample", "example",
    ]

    /// Common names and counters and nothing else: `admin`, `admin1`, `user-01`, `test_2`, `test-user`.
    private static func isGuessable(_ text: String) -> Bool {
        let words = text.split { !("a"..."z").contains($0) }
        return words.allSatisfy { commonNames.contains(String($0)) }
    }
}

/// A role's name as the policy files spell it.
public struct RoleName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

/// A protected resource: one cloud console behind the gate.
public struct ConsoleID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

/// One registered authenticator (a TOTP device, a certificate, a security key) of one account.
public struct AuthenticatorID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    /// What a handshake proves: the key, whatever certificate is over it.
    public static func certificate(key: SHA256Digest) -> Self { .init("cert-" + key.hex) }
    public var description: String { text }
}

/// The languages every page, notice and report comes in.
public enum Language: String, CaseIterable, Sendable {
    case korean = "ko"
    case english = "en"
}
