import ArgumentParser

struct UserDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Disable a person: no login, and every session ends now.",
        discussion: "Example: gwanmun user disable kim-7f3a --reason \"left the company\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("disable", .disabled(change.name)) }
}

struct UserEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Enable a disabled person again.",
        discussion: "Example: gwanmun user enable kim-7f3a --reason \"back from leave\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("enable", .enabled(change.name)) }
}

struct UserSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Suspend a person for a while: no login, and every session ends now.",
        discussion: "Example: gwanmun user suspend kim-7f3a --reason \"on leave until March\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("suspend", .suspended(change.name)) }
}

struct UserResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End a person's suspension.",
        discussion: "Example: gwanmun user resume kim-7f3a --reason \"back from leave\"")

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("resume", .enabled(change.name)) }
}

struct UserRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a person for good: certificates, factors and roles are gone.",
        discussion:
            "The name stays taken, so that old records keep their meaning. Example: gwanmun user remove kim-7f3a --reason \"left in May\""
    )

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("remove", .removed(change.name)) }
}

struct UserUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Lift the locks that failed attempts have set on a person's factors.",
        discussion:
            """
            For locks that an administrator has set, see 'gwanmun lock'.
            Where limits are strict (classified consoles, administrators, partners) the order has to come from the desk (--desk), from a security administrator; it prints a code for the owner, who signs in with it within an hour. Hand it over on another way than certificate and factor.
            Example: gwanmun user unlock kim-7f3a --reason "identity checked by phone"
            """
    )

    @OptionGroup var change: UserChange

    func run() async throws {
        try await change.node.talk { node in
            let order: UnlockDocument = try await node.post(
                "users", change.name, "unlock", body: ReasonBody(reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(order) }
            guard let code = order.unlockCode, let until = order.expiresAt else {
                return Terminal.print(Message.unlocked(change.name).text)
            }
            Terminal.print(Message.unlockCode(change.name, code: code, until: until.shownTime).text)
        }
    }
}

struct UserContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Set where a person is warned of sign-ins that may not be theirs.",
        discussion: """
            They are told of the change at the address that was theirs until now.
            Example: gwanmun user contact kim-7f3a --mail haneul.kim@example.kr --reason "joined R&D, ticket 41"
            """)

    @OptionGroup var change: UserChange
    @Option(help: .init("The person's mail address.", valueName: "address"))
    var mail: String?
    @Flag(help: "Forget the address.")
    var none = false

    private struct Body: Encodable {
        let mail: String?
        let reason: String
    }

    func validate() throws {
        guard (mail != nil) != none else { throw ValidationError("Give --mail ADDRESS or --none.") }
    }

    func run() async throws {
        try await change.node.talk { node in
            let body = Body(mail: mail, reason: try change.why.stated())
            try await node.post("users", change.name, "contact", body: body)
            try change.output.done(.contactSet(change.name, mail))
        }
    }
}

struct UserResetFactorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-factor", abstract: "Take a person's factors away and issue a code to enrol new ones.",
        discussion: """
            Partners, and people under the strict profile (classified consoles, special rights), are not reset by one alone: the first call asks, another security administrator approves ('user approve-reset'), the owner is told and may cancel; the same call again, after the waiting time, carries it out.
            The code is shown once. With it and a bound certificate the person registers an authenticator at the gate: hand it over on another way than the certificate.
            Example: gwanmun user reset-factor kim-7f3a --reason "new phone, identity checked in person"
            """)

    @OptionGroup var change: UserChange

    func run() async throws {
        try await change.node.talk { node in
            let answer: ResetAnswer = try await node.post(
                "users", change.name, "reset-factor", body: ReasonBody(reason: try change.why.stated()))
            if change.output.json { return try MachineOutput.print(answer) }
            if let code = answer.enrolmentCode, let until = answer.expiresAt {
                Terminal.print(Message.enrolmentCode(change.name, code: code, until: until.shownTime).text)
            } else if let reset = answer.reset {
                Terminal.print(ResetCard(reset: reset).text)
            }
        }
    }
}

/// A change of one person that takes nothing but its reason.
struct UserChange: ParsableArguments {
    @Argument(help: "The account.")
    var name: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func carryOut(_ change: String, _ message: Message) async throws {
        try await node.talk { node in
            try await node.post("users", name, change, body: ReasonBody(reason: try why.stated()))
            try output.done(message)
        }
    }
}
