public import GatewayIdentity

/// What the pages know of the installation: its names, whom to ask, how long records are kept. Immutable; a reload
/// brings a new one.
public struct Site: Sendable {
    /// `https://gate.example.kr` or with a port, as browsers write it: lower case, no path, no default port.
    public let gateOrigin: String
    /// As `gateOrigin`; `nil`: nobody is led there from the login.
    public let deskOrigin: String?
    public let consoles: [ConsoleSite]
    /// Whom a person asks: the security officer's desk, by phone or mail, as plain text.
    public let contact: String
    public let retentionYears: Int
    public let lastSignInNotice: LastSignInNotice
    /// Whether there is something that knows passwords.
    public let knowsPasswords: Bool

    public init(
        gateOrigin: String, consoles: [ConsoleSite], contact: String, retentionYears: Int,
        lastSignInNotice: LastSignInNotice = .always, knowsPasswords: Bool = false, deskOrigin: String? = nil
    ) {
        self.gateOrigin = gateOrigin
        self.deskOrigin = deskOrigin
        self.consoles = consoles
        self.contact = contact
        self.retentionYears = retentionYears
        self.lastSignInNotice = lastSignInNotice
        self.knowsPasswords = knowsPasswords
    }

    /// Whether there is a way to prove it here.
    func offers(_ kind: FactorKind) -> Bool { kind != .password || knowsPasswords }

    func console(_ id: ConsoleID) -> ConsoleSite? { consoles.first { $0.id == id } }

    func console(at host: PageHost) -> ConsoleSite? {
        switch host {
        case .gate, .desk: nil
        case .console(let id): console(id)
        }
    }

    func origin(of host: PageHost) -> String? {
        switch host {
        case .gate: gateOrigin
        case .desk: deskOrigin
        case .console: console(at: host)?.origin
        }
    }
}

public struct ConsoleSite: Hashable, Sendable {
    public let id: ConsoleID
    /// As `Site.gateOrigin`.
    public let origin: String
    public let displayName: String
    public let grade: Grade
    /// Holds national core technology.
    public let isNationalCoreTechnology: Bool

    public init(
        id: ConsoleID, origin: String, displayName: String, grade: Grade, isNationalCoreTechnology: Bool = false
    ) {
        self.id = id
        self.origin = origin
        self.displayName = displayName
        self.grade = grade
        self.isNationalCoreTechnology = isNationalCoreTechnology
    }
}

/// When a person on the way to a console is stopped to read about their last sign-in.
public enum LastSignInNotice: Sendable {
    /// After every sign-in that has something to tell: an earlier sign-in, or failures since.
    case always
    /// Only when attempts failed since; otherwise it is read on the account page.
    case afterFailures
}
