import ArgumentParser
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayTokenSeeds

struct TokenImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take the tokens of a maker's file into stock, all of them or none.",
        discussion: """
            The file is read here; seeds go to the node over its control socket or its desk and are sealed there at once. Neither the file nor a seed in the clear is kept. PSKC is RFC 6030; a table has the columns serial, type (hotp or totp), secret_hex or secret_base32, and may have digits, algorithm, counter, period, drift, manufacturer.
            Example: gwanmun token import tokens.xml --container-key transport.key --reason "delivery 2026-11"
            """)

    @Argument(help: "The maker's file, for you alone to read (0600).")
    var file: String
    @Option(
        help: .init("What the container is encrypted with: hexadecimal digits in a file (0600).", valueName: "file"))
    var containerKey: String?
    @Option(help: .init("The password of the container, in a file (0600).", valueName: "file"))
    var containerPassword: String?
    @Option(help: "What the file is; by its name otherwise (.csv is a table).")
    var format: TokenFile.Format?
    @Flag(help: "Read and check everything, the node's stock too, and store nothing.")
    var dryRun = false
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Serials: Codable {
        let serials: [String]
    }

    private struct Body: Encodable {
        let tokens: [ImportedToken]
        let reason: String
    }

    private struct Imported: Codable {
        let imported: Int
    }

    func validate() throws {
        if containerKey != nil && containerPassword != nil {
            throw ValidationError("Give the key or the password, not both.")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let seeds = try TokenFile(
                path: file, format: format, key: containerKey, password: containerPassword
            ).seeds()
            try await node.talk { node in
                try await refuseKnown(seeds, node)
                if dryRun { return try told(seeds.count, .tokensChecked(seeds.count)) }
                let body = Body(tokens: seeds.map(ImportedToken.init), reason: try why.stated())
                let answer: Imported = try await node.post("tokens", "import", body: body)
                try told(answer.imported, .tokensImported(answer.imported))
            }
        }
    }

    /// Told with their places in the file, which the node does not know.
    private func refuseKnown(_ seeds: [TokenSeed], _ node: NodeClient) async throws {
        let known: Serials = try await node.post("tokens", "known", body: Serials(serials: seeds.map(\.serial)))
        let lines = seeds.filter { known.serials.contains($0.serial) }.map {
            "\(file):\($0.place): token '\($0.serial)': a serial number that is not in stock or given out expected"
        }
        guard lines.isEmpty else {
            throw CommandFailure(
                .badInput, lines, hint: "'gwanmun token list' shows them; one that is out of use may be imported again."
            )
        }
    }

    private func told(_ count: Int, _ message: Message) throws {
        if output.json { return try MachineOutput.print(Imported(imported: dryRun ? 0 : count)) }
        Terminal.print(message.text)
    }
}

/// A token on its way to the node.
struct ImportedToken: Encodable {
    let serial: String
    let kind: String
    let manufacturer: String
    let algorithm: String
    let digits: Int
    let period: Int64
    let counter: UInt64?
    let drift: Int?
    let begins: String?
    let ends: String?
    let secretBase32: String

    init(_ seed: TokenSeed) {
        serial = seed.serial
        manufacturer = seed.manufacturer
        algorithm = seed.parameters.algorithm.rawValue
        digits = seed.parameters.digits.rawValue
        period = seed.parameters.period.rawValue
        switch seed.moving {
        case .counter(let next): (kind, counter, drift) = ("hotp", next.number, nil)
        case .time(let steps): (kind, counter, drift) = ("totp", nil, steps.steps)
        }
        begins = seed.begins.map { RFC3339.string($0) }
        ends = seed.ends.map { RFC3339.string($0) }
        secretBase32 = seed.secret.withUnsafeBytes { Base32.encode($0) }
    }
}
