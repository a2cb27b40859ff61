/// Passwords by PAM. A place in the file is kept where only a look at the machine tells whether it is right.
public struct PAMSettings: Hashable, Sendable {
    /// A file of `folder`, or of where PAM looks: `/etc/pam.d`, `/usr/lib/pam.d`.
    public var service: Placed<String>
    public var folder: Placed<String>?
    /// The program `gwanmun-pam`; `nil`: beside the gateway's own.
    public var helper: Placed<String>?
    public var user: UserPattern
    /// Passwords that are judged at the same time.
    public var helpers: Int
    /// Those that wait for their turn.
    public var waiting: Int
    /// From a password, or an answer, to what comes of it.
    public var patience: Duration
    /// Refusals come at whole multiples of it.
    public var refusalTime: Duration
    /// Logins that wait for a person who is asked more.
    public var openLogins: Int
    public var openTime: Duration

    public init(
        service: Placed<String>, folder: Placed<String>? = nil, helper: Placed<String>? = nil,
        user: UserPattern = .account, helpers: Int = 2, waiting: Int = 64, patience: Duration = .seconds(20),
        refusalTime: Duration = .seconds(2), openLogins: Int = 32, openTime: Duration = .seconds(120)
    ) {
        self.service = service
        self.folder = folder
        self.helper = helper
        self.user = user
        self.helpers = helpers
        self.waiting = waiting
        self.patience = patience
        self.refusalTime = refusalTime
        self.openLogins = openLogins
        self.openTime = openTime
    }

    /// How an account's name becomes the name that PAM knows: `{account}` with something around it, so that no two accounts share one.
    public struct UserPattern: Hashable, Sendable {
        private let prefix: String
        private let suffix: String

        public static let account = UserPattern(prefix: "", suffix: "")
        private static let gap = "{account}"

        private init(prefix: String, suffix: String) {
            self.prefix = prefix
            self.suffix = suffix
        }

        /// - Returns: `nil` unless the gap is there once, with printable ASCII around it, 128 bytes at most.
        public init?(_ text: String) {
            let parts = text.split(separator: Self.gap, omittingEmptySubsequences: false)
            guard parts.count == 2, text.utf8.count <= 128, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                return nil
            }
            self.init(prefix: String(parts[0]), suffix: String(parts[1]))
        }

        public func user(for account: String) -> String { prefix + account + suffix }
    }
}

/// A value, and where it stands.
public struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let position: SourcePosition

    public init(_ value: Value, at position: SourcePosition) {
        self.value = value
        self.position = position
    }
}
