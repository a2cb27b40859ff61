import ArgumentParser

@main
struct Gwanmun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gwanmun",
        abstract: "The gate in front of the cloud: certificate first, a second factor, a policy for every request, a record of everything.",
        version: Node.version,
        subcommands: [DemoCommand.self, ServeCommand.self])
}
