import ArgumentParser
import GatewayIdentity

/// `gwanmun lock …`: emergency locks of a running node.
struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Emergency locks on a person, a certificate, an organisation, an issuer or a network.",
        subcommands: [LockListCommand.self, LockAddCommand.self, LockLiftCommand.self])
}

struct LockListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List locks.", discussion: "Example: gwanmun lock list")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Decodable {
        let locks: [LockDocument]
    }

    func run() async throws {
        try await node.talk { node in
            let answer: Answer = try await node.get("locks")
            if output.json { return try MachineOutput.print(answer.locks) }
            guard !answer.locks.isEmpty else { return Terminal.print(Message.noLocks.text) }
            let table = TextTable(
                headings: [.lock, .target, .reason, .by, .since, .until],
                rows: answer.locks.map {
                    [$0.id, $0.target, $0.reason, $0.by, $0.at.shownTime, $0.until?.shownTime ?? "-"]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}

struct LockAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Lock somebody or something out, at once.",
        discussion: """
            Sessions end and connections close within two seconds.
            Example: gwanmun lock add --account kim-7f3a --reason "incident 17"
                     gwanmun lock add --organisation "Meyer Optik GmbH" --until 2026-12-01T09:00:00+09:00 --reason "contract under review"
                     gwanmun lock add --network 203.0.113.0/24 --reason "scans since 10:00"
            """)

    @Option(help: "A person.")
    var account: String?
    @Option(help: "A certificate: its file, or its SHA-256 in hexadecimal.")
    var certificate: String?
    @Option(help: "Everybody of an organisation.")
    var organisation: String?
    @Option(help: "Everybody with a certificate of this issuer, by its RFC 4514 name.")
    var issuer: String?
    @Option(help: .init("Everybody who comes from this network, such as 203.0.113.0/24.", valueName: "cidr"))
    var network: String?
    @Flag(help: "Also a network that holds this machine.")
    var force = false
    @Option(
        help: .init(
            "Until then; of a day, its end; without it, until somebody lifts it.", valueName: TimeArgument.valueName),
        transform: TimeArgument.init)
    var until: TimeArgument?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let account: String?
        let certificate: String?
        let organisation: String?
        let issuer: String?
        let network: String?
        let force: Bool?
        let until: String?
        let reason: String
    }

    func validate() throws {
        guard [account, certificate, organisation, issuer, network].compactMap({ $0 }).count == 1 else {
            throw ValidationError(
                "Name one of --account, --certificate, --organisation, --issuer and --network, and only one.")
        }
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                account: account, certificate: try certificate.map(Self.fingerprint), organisation: organisation,
                issuer: issuer, network: network, force: force ? true : nil,
                until: until?.endText,
                reason: try why.stated())
            let lock: LockDocument = try await node.post("locks", body: body)
            if output.json { return try MachineOutput.print(lock) }
            Terminal.print(Message.locked(lock.target.onOneLine, id: lock.id).text)
        }
    }

    private static func fingerprint(_ text: String) throws -> String {
        try SHA256Digest(hex: text)?.hex ?? CertificateText.fingerprint(ofFirstIn: text).hex
    }
}

struct LockLiftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift", abstract: "Lift a lock.",
        discussion: "Example: gwanmun lock lift 3f2a9c --reason \"incident 17 closed\"")

    @Argument(help: "The lock, as 'lock list' names it.")
    var id: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            try await node.post("locks", id, "lift", body: ReasonBody(reason: try why.stated()))
            try output.done(.lifted(id))
        }
    }
}
