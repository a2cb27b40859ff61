import GatewayIdentity
public import GatewayPolicy

/// A question in YAML: what `policy explain --input` reads, and the first part of every policy test.
public enum QuestionFile {
    public static func read(_ file: SettingsFile) throws(SettingsProblems) -> Question {
        let log = ProblemLog()
        let root = YAMLDocument.read(file.text, file: file.name, log: log)
        let entry = root.flatMap { YAMLCursor(value: $0, log: log).mapping(.question) }
        let question = entry.flatMap { Self.question($0) }
        try log.throwIfAny()
        // Whatever could not be read has been reported.
        guard let question else {
            throw SettingsProblems([.init(.nothingThere, at: .init(file: file.name, line: 1, column: 1))])
        }
        return question
    }

    static func question(_ entry: YAMLMapping) -> Question? {
        let at = entry.required("at")?.instant()
        let account = entry.required("account")?.account()
        let condition = entry.optional("account_state").map { $0.choice(Subject.Condition.self) } ?? .active
        let roles = entry.required("roles")?.set(of: "roles") { $0.roleName() }
        let console = entry.required("console")?.consoleID()
        let source = entry.required("from")?.parsed("an IP address", NetworkAddress.init)
        let tie = entry.optional("certificate").map { $0.choice(Circumstances.CertificateTie.self) } ?? .same
        let country = entry.optional("country").flatMap { $0.country() }
        let device = entry.optional("device").map { $0.deviceTie() } ?? DeviceTie.none
        let label = entry.optional("label").flatMap { $0.choice(Grade.self) }
        let request = entry.required("request")?.request()
        guard let at, let account, let condition, let roles, let console, let source, let tie, let device, let request
        else { return nil }
        let proofs = entry.required("factors")?.list(of: "factors") { $0.proof(before: at) }
        let grants = entry.optional("grants").map { $0.list(of: "grants") { $0.grant() } } ?? []
        let approvals = entry.optional("approvals").map { $0.list(of: "approvals") { $0.heldApproval() } } ?? []
        let revocationAge = entry.optional("revocation_age").map { $0.duration() } ?? .zero
        guard let proofs, let grants, let approvals, let revocationAge else { return nil }
        return Question(
            subject: Subject(account: account, roles: roles, condition: condition), console: console,
            circumstances: Circumstances(
                at: at, source: source, proofs: proofs, certificate: tie, grants: grants, approvals: approvals,
                country: country,
                device: device, label: label, revocationKnownAt: at - revocationAge),
            method: request.0, path: request.1)
    }
}

extension YAMLCursor {
    func instant() -> UnixTime? { parsed("a time such as 2026-11-23T10:00:00+09:00", RFC3339.parse) }

    func account() -> AccountName? {
        guard let text = text("an account") else { return nil }
        do throws(AccountName.Problem) {
            return try AccountName(text)
        } catch {
            report(
                .badValue(
                    text,
                    expected: illustrated(
                        "an account: 3 to 64 of a-z, 0-9, ., _ and -, starting with a letter, and not a common name")))
            return nil
        }
    }

    /// `GET /project/x`
    fileprivate func request() -> (RequestMethod, String)? {
        parsed("a request such as GET /project/x") { text in
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            return (RequestMethod(String(parts[0])), String(parts[1]))
        }
    }

    /// `totp`, or `{kind: totp, age: 20m}`; each from a device of its own unless `device` says otherwise.
    fileprivate func proof(before now: UnixTime) -> FactorProof? {
        guard case .mapping = value.content else {
            return choice(FactorKind.self).map {
                FactorProof(kind: $0, authenticator: AuthenticatorID($0.rawValue), at: now)
            }
        }
        guard let entry = mapping(.agedProof) else { return nil }
        let kind = entry.required("kind")?.choice(FactorKind.self)
        let age = entry.optional("age").map { $0.duration() } ?? .zero
        let device = entry.optional("device").map { $0.text("a device") } ?? kind?.rawValue
        guard let kind, let age, let device else { return nil }
        return FactorProof(kind: kind, authenticator: AuthenticatorID(device), at: now - age)
    }

    fileprivate func heldApproval() -> HeldApproval? {
        guard let entry = mapping(.heldApproval) else { return nil }
        let name = entry.required("name")?.policyName(of: Approval.self)
        let from = entry.required("from")?.instant()
        let to = entry.required("to")?.instant()
        guard let consoles = entry.selection("consoles", { $0.consoleID() }), let name, let from, let to else {
            return nil
        }
        return HeldApproval(name, consoles: consoles, from: from, to: to)
    }

    /// `KT-0042`, a designated one; or `{id: KT-0042, designated: false}`.
    fileprivate func deviceTie() -> DeviceTie? {
        guard case .mapping = value.content else { return device().map { .designated($0) } }
        guard let entry = mapping(.presentedDevice) else { return nil }
        let id = entry.required("id")?.device()
        let isDesignated = entry.required("designated")?.flag()
        guard let id, let isDesignated else { return nil }
        return isDesignated ? .designated(id) : .presented(id)
    }

    fileprivate func grant() -> Grant? {
        guard let entry = mapping(.grant) else { return nil }
        let console = entry.required("console")?.consoleID()
        let from = entry.required("from")?.instant()
        let to = entry.required("to")?.instant()
        guard let console, let from, let to, let scope = entry.grantScope() else { return nil }
        return Grant(console: console, from: from, to: to, scope: scope)
    }
}

extension YAMLMapping {
    /// How far a grant reaches; what is left out is not narrowed.
    fileprivate func grantScope() -> GrantScope? {
        let ceiling = optional("ceiling").map { $0.choice(Grade.self) } ?? .classified
        let asks = optional("asks").map { $0.set(of: "asks") { $0.policyName(of: Approval.self) } } ?? []
        guard let paths = selection("paths", { $0.path() }), let methods = selection("methods", { $0.method() }),
            let ceiling, let windows = selection("windows", { $0.policyName(of: AccessWindow.self) }),
            let countries = selection("countries", { $0.country() }),
            let zones = selection("zones", { $0.policyName(of: Zone.self) }),
            let devices = selection("devices", { $0.device() }), let asks
        else { return nil }
        return GrantScope(
            paths: paths, methods: methods, ceiling: ceiling, windows: windows, countries: countries, zones: zones,
            devices: devices, asks: asks)
    }
}
