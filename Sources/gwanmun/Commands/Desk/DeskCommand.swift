import ArgumentParser

struct DeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk", abstract: "The desk, where a node is administered.", subcommands: [DeskOpenAPICommand.self]
    )
}
