import FoundationEssentials
import GatewaySettings

/// Who there is, from a file that `gwanmun user list --json` wrote: a policy is looked at where no node runs.
enum AccountListing {
    private struct Entry: Decodable {
        let name: String
    }

    /// - Throws: `CommandFailure` when it cannot be read.
    static func names(in path: String) throws -> Set<String> {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                .badInput, ["\(path):1:1: cannot be read; expected a file that this user may read"], hint: hint)
        }
        do {
            return Set(try JSONDecoder().decode([Entry].self, from: bytes).map(\.name))
        } catch {
            throw CommandFailure(.badInput, ["\(path):1:1: is no list of accounts"], hint: hint)
        }
    }

    private static let hint = "'gwanmun user list --json' prints it."
}
