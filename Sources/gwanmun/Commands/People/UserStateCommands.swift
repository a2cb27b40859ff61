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
            "For locks that an administrator has set, see 'gwanmun lock'. Example: gwanmun user unlock kim-7f3a --reason \"identity checked by phone\""
    )

    @OptionGroup var change: UserChange

    func run() async throws { try await change.carryOut("unlock", .unlocked(change.name)) }
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
