import ArgumentParser
import GatewayAudit
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

struct PolicyInventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "List what a policy protects: consoles with owner, grade, provider, contract.",
        discussion: """
            'label' is the grade as written, 'grade' what the console counts as, raised by its tags.
            Example: gwanmun policy inventory /etc/gwanmun/policies --csv > consoles.csv
            """)

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Print the list as CSV (RFC 4180).")
    var csv = false

    func validate() throws {
        if csv, output.json { throw ValidationError("one of --csv and --json") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let rows = PolicyInventory(of: try policy.load().snapshot).consoles.map { InventoryRow($0) }
            if output.json { return try MachineOutput.print(["consoles": rows]) }
            if csv {
                for cells in [InventoryRow.columns] + rows.map(\.cells) { Terminal.print(ExportCSV.joined(cells)) }
                return
            }
            let shown = TextTable(
                headings: [.console, .grade, .owner, .manager, .tags, .provider, .region, .contract, .state],
                rows: rows.map {
                    [
                        $0.id, $0.grade == $0.label ? $0.grade : "\($0.grade) (\($0.label))", $0.owner, $0.manager,
                        $0.tags.joined(separator: " "), $0.provider ?? "", $0.region ?? "", $0.contract ?? "", $0.state,
                    ]
                })
            for line in shown.lines { Terminal.print(line) }
        }
    }
}

/// One console, flat: what is not said is `null`, or an empty cell.
private struct InventoryRow: Encodable {
    let id: String
    let hosts: [String]
    let owner: String
    let manager: String
    let label: String
    let grade: String
    let tags: [String]
    let provider: String?
    let providerKind: String?
    let region: String?
    let location: String?
    let contract: String?
    let dataOwner: String?
    let contractExpires: String?
    let encryptionVerifiedAt: String?
    let encryptionVerifier: String?
    let protectionLevel: String?
    let state: String
    let labelHeader: String?

    static let columns = [
        "id", "hosts", "owner", "manager", "label", "grade", "tags", "provider", "provider_kind", "region", "location",
        "contract", "data_owner", "contract_expires", "encryption_verified_at", "encryption_verifier",
        "protection_level", "state", "label_header",
    ]

    init(_ entry: PolicyInventory.Entry) {
        let console = entry.console
        let hosting = console.hosting
        id = console.id.text
        hosts = console.hosts.map(\.text)
        owner = console.owner
        manager = console.manager
        label = entry.label.rawValue
        grade = entry.grade.rawValue
        tags = entry.tags.map(\.text)
        provider = hosting.provider?.name
        providerKind = hosting.provider?.kind.rawValue
        region = hosting.provider?.region
        location = hosting.provider?.location
        contract = hosting.contract?.reference
        dataOwner = hosting.contract?.dataOwner
        contractExpires = hosting.contract?.lastDay?.description
        encryptionVerifiedAt = hosting.doubleEncryption?.verifiedOn.description
        encryptionVerifier = hosting.doubleEncryption?.verifier
        protectionLevel = hosting.protectionLevel
        state = hosting.state.rawValue
        labelHeader = console.labelHeader?.text
    }

    /// In the order of `columns`.
    var cells: [String] {
        [
            id, hosts.joined(separator: " "), owner, manager, label, grade, tags.joined(separator: " "), provider ?? "",
            providerKind ?? "", region ?? "", location ?? "", contract ?? "", dataOwner ?? "", contractExpires ?? "",
            encryptionVerifiedAt ?? "", encryptionVerifier ?? "", protectionLevel ?? "", state,
            labelHeader ?? "",
        ]
    }
}
