import ArgumentParser
import GatewayStoreSQLite

struct ConfigNewKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-key", abstract: "Make the key that wraps the store's secrets (key_file), 0600.",
        discussion: """
            Once, before the first start. Keep a copy apart from the store: without it no second factor can be read. A file that is there is left alone.
            Example: gwanmun config new-key /etc/gwanmun/secrets/store.key
            """)

    @Argument(help: .init("Where the key is made.", valueName: "file"))
    var file: String

    func run() async throws {
        try await CommandFailure.reporting {
            do throws(KeyFileProblem) {
                _ = try KeyFile.create(file)
            } catch {
                throw CommandFailure(error.description, hint: "Its folder must be there and be yours.")
            }
            Terminal.print(
                worded(
                    "\(file): 키를 만들었습니다. 사본을 저장소와 떨어진 곳에 보관하십시오.", "\(file): made. Keep a copy apart from the store."))
        }
    }
}
