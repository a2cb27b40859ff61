import ArgumentParser
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings

struct PolicyDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What two policies say differently, whatever their files look like.",
        discussion: """
            Compares meaning: consoles, rules, roles, zones, windows, tags, grades, each key with its value before and after. Comments, order and which file something stands in make no difference. Exit 0 whether they differ or not.
            Example: gwanmun policy diff /etc/gwanmun/policies drafts/december
            """)

    @OptionGroup var policy: PolicyOptions
    @Argument(help: .init("The folder of the other policy, the newer one.", valueName: "other"))
    var other: String
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let before: String
        let after: String
        let isSame: Bool
        let changes: [Change]

        struct Change: Encodable {
            let section: String
            let name: String
            let change: String
            let keys: [Key]
        }

        struct Key: Encodable {
            let key: String
            let before: String?
            let after: String?
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let (old, new) = (try policy.load().snapshot, try policy.load(other).snapshot)
            let difference = PolicyDifference(from: old.definition, to: new.definition)
            if output.json {
                return try MachineOutput.print(
                    Answer(
                        before: old.sha256.hex, after: new.sha256.hex, isSame: difference.isEmpty,
                        changes: difference.changes.map(answer)))
            }
            guard !difference.isEmpty else {
                return Terminal.print(worded("의미에 차이가 없습니다.", "no difference in meaning"))
            }
            for change in difference.changes { lines(change).forEach { Terminal.print($0.onOneLine) } }
        }
    }

    private func answer(_ change: PolicyDifference.Change) -> Answer.Change {
        Answer.Change(
            section: change.section, name: change.name, change: change.kind.rawValue,
            keys: change.keys.map { .init(key: $0.key, before: $0.before, after: $0.after) })
    }

    private func lines(_ change: PolicyDifference.Change) -> [String] {
        let sign =
            switch change.kind {
            case .added: "+"
            case .removed: "-"
            case .changed: "~"
            }
        let keys = change.keys.map { key in
            let (before, after) = (key.before ?? "-", key.after ?? "-")
            return switch change.kind {
            case .added: "    \(key.key): \(after)"
            case .removed: "    \(key.key): \(before)"
            case .changed: "    \(key.key): \(before) → \(after)"
            }
        }
        return ["\(sign) \(change.section) \(change.name)"] + keys
    }
}
