import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewayRoster

/// People for a matrix from a file: what `gwanmun user list --json` prints, or a roster as `gwanmun user import` takes it (CSV).
enum PeopleFile {
    static func read(_ path: String) throws -> [Person] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                .badInput, ["\(path):1:1: cannot be read; expected a file that this user may read"],
                hint: "'gwanmun user list --json' prints one.")
        }
        return path.hasSuffix(".csv") ? try roster(Array(data), path) : try list(data, path)
    }

    private static func list(_ data: Data, _ path: String) throws -> [Person] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode([PersonDocument].self, from: data).map(\.person)
        } catch {
            throw CommandFailure(
                .badInput, ["\(path):1:1: not a list of people; expected [{\"name\", \"roles\", \"state\"}, …]"],
                hint: "'gwanmun user list --json' prints one; a roster's name ends in .csv.")
        }
    }

    private static func roster(_ bytes: [UInt8], _ path: String) throws -> [Person] {
        do throws(RosterProblems) {
            return try RosterFile.entries(in: bytes, named: path).map {
                Person(account: $0.name, roles: $0.roles, condition: $0.isActive ? .active : .disabled)
            }
        } catch {
            throw CommandFailure(
                .badInput, error.all.map(\.description), hint: "docs/people.md explains a file of people.")
        }
    }
}

/// A person as the desk's API and files name them.
struct PersonDocument: Decodable {
    let name: String
    let roles: [String]
    let state: String?
    let grants: [GrantedConsoles]?

    struct GrantedConsoles: Decodable {
        let consoles: [String]
        let from: String
        let to: String
    }

    var person: Person {
        Person(
            account: AccountName(stored: name), roles: Set(roles.map { RoleName($0) }),
            condition: state.map { $0 == "active" } ?? true ? .active : .disabled,
            grants: grants?.flatMap(\.grants))
    }
}

extension PersonDocument.GrantedConsoles {
    /// None where a time cannot be read: what is not known to run does not.
    var grants: [Grant] {
        guard let from = RFC3339.parse(from), let to = RFC3339.parse(to) else { return [] }
        return consoles.map { Grant(console: ConsoleID($0), from: from, to: to) }
    }
}

/// The same from a running node: its people, with the grants that have not been ended.
enum PeopleOfNode {
    private struct Users: Decodable {
        let users: [UserDocument]
    }

    private struct Grants: Decodable {
        let grants: [GrantDocument]
    }

    static func read(_ node: NodeClient) async throws -> [Person] {
        let users: Users = try await node.get("users")
        let grants: Grants = try await node.get("grants")
        let held = Dictionary(grouping: grants.grants.filter { $0.endedAt == nil }, by: \.user)
        return users.users.map { user in
            PersonDocument(
                name: user.name, roles: user.roles, state: user.state,
                grants: (held[user.name] ?? []).map { .init(consoles: $0.consoles, from: $0.from, to: $0.to) }
            ).person
        }
    }
}
