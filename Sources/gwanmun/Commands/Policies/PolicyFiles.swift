import ArgumentParser
import GatewayIdentity
import GatewaySettings

/// The folder that a command takes a policy from.
struct PolicyFolderArgument: ParsableArguments {
    @Argument(help: .init("The folder of the policy, with its tests.", valueName: "dir"))
    var folder: String

    func texts() throws -> [String: String] {
        let bundle = try bundle()
        return Dictionary(bundle.files.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    func bundle() throws -> PolicyBundle { try Self.read(folder) }

    static func read(_ folder: String) throws -> PolicyBundle {
        do throws(SettingsProblems) {
            return try PolicyReader.bundle(directory: folder)
        } catch {
            throw CommandFailure(
                .badInput, error.all.map(\.description),
                hint: "A policy is a folder of *.yaml, with tests/*.yaml below it.")
        }
    }
}

/// Puts the files of a policy into a folder.
enum PolicyFolderWriting {
    static func write(_ texts: [String: String]?, to folder: String) throws {
        guard let texts else {
            throw CommandFailure(
                "its files are not kept any more", hint: "Versions keep theirs: 'gwanmun policy history'.")
        }
        do {
            let bundle = try PolicyBundle(texts.map { PolicyBundle.File(name: $0.key, text: $0.value) })
            try PolicyFolder(path: folder).fill(bundle)
        } catch {
            throw CommandFailure(
                .failed, ["\(error)".onOneLine],
                hint: "--to, --files and --propose name a folder that is empty, or not there.")
        }
    }
}
