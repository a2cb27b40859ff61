import ArgumentParser
import GatewayCrypto
import GatewayVault

struct ConfigNewKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-key", abstract: "Make the key that wraps the store's secrets (key_file), 0600.",
        discussion: """
            Once, before the first start. Keep a copy apart from the store: without it no second factor can be read. A file that is there is left alone.
            With --add a further key is put behind those of a file, for 'gwanmun keys rotate' to take into use: where the node may not write there.
            Example: gwanmun config new-key /etc/gwanmun/secrets/store.key
            """)

    @Flag(help: "Add a key to a file that has some.")
    var add = false
    @Argument(help: .init("Where the key is made.", valueName: "file"))
    var file: String

    func run() async throws {
        try await CommandFailure.reporting {
            do throws(KeyFileProblem) {
                if add {
                    let key = try KeyFile(file).add()
                    return Terminal.print(
                        worded(
                            "\(file): 키 \(key.id)을(를) 추가했습니다. 다음: gwanmun keys rotate",
                            "\(file): key \(key.id) added. Next: gwanmun keys rotate"))
                }
                try KeyFile(file).create()
            } catch {
                throw CommandFailure(error.description, hint: error.hint)
            }
            Terminal.print(
                worded(
                    "\(file): 키를 만들었습니다. 사본을 저장소와 떨어진 곳에 보관하십시오.", "\(file): made. Keep a copy apart from the store."))
        }
    }
}

struct ConfigRemoveKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove-key", abstract: "Take a key out of a key file that the node may not write.",
        discussion: """
            After 'gwanmun keys destroy' has retired it. Without a key on which something depends, the node does not start.
            Example: gwanmun config remove-key /etc/gwanmun/secrets/store.key 9f3c11d0a2b4c6e8
            """)

    @Argument(help: .init("The key file.", valueName: "file"))
    var file: String
    @Argument(help: "The key, as 'gwanmun keys list' names it.")
    var id: String

    func run() async throws {
        try await CommandFailure.reporting {
            guard let key = KeyEncryptionKeyID(id) else {
                throw CommandFailure(
                    .badInput, ["'\(id)' names no key, expected 16 hexadecimal digits"],
                    hint: "'gwanmun keys list' names them.")
            }
            let isRemoved: Bool
            do throws(KeyFileProblem) {
                isRemoved = try KeyFile(file).remove(key)
            } catch {
                throw CommandFailure(error.description, hint: error.hint)
            }
            guard isRemoved else {
                throw CommandFailure("\(file): has no key \(id)", hint: "'gwanmun keys list' names them.")
            }
            Terminal.print(Message.keyDestroyed(id).text)
        }
    }
}
