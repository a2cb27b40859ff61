import ArgumentParser
import GatewaySettings
import GatewaySystem
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the gate.",
        discussion: """
            SIGHUP, or a changed file, reloads certificates, CRLs and policies, each whole or not at all. SIGTERM drains and ends.
            With --take-over and 'listen.reuse_port' a new process listens beside the one that serves, and goes on where that one ends: no connection \
            is refused in between.
            """)

    @Option(help: "The configuration.")
    var config: String
    @Option(help: .init("Wait so many minutes at most for a process that serves to end.", valueName: "minutes"))
    var takeOver: Int?

    func validate() throws {
        if let takeOver, !(1...1440).contains(takeOver) {
            throw ValidationError("--take-over: \(takeOver) is not a number of minutes from 1 to 1440")
        }
    }

    func run() async throws {
        let logger = NodeLog.make()
        let signals = NodeSignals()
        try await CommandFailure.reporting {
            try CoreDumps.forbid()
            let material = try StartMaterial.read(NodeMaterial.readConfiguration(config))
            let configuration = material.configuration
            let sockets = try DoorSockets(configuration.listen)
            let succession = try succession(configuration, signals, logger)
            let node: Node
            do {
                node = try await Node(material, configuredBy: config, after: succession, logger: logger)
            } catch is StoppedWhileWaiting {
                return
            }
            // Files may have changed during the wait.
            if succession != nil { await node.reload() }
            try await node.open(sockets)
            logger.notice(
                "serving",
                metadata: [
                    "gate": "\(node.board.gateOrigin)", "desk_port": "\(sockets.desk.port)",
                    "ops_port": "\(sockets.ops.port)",
                ])
            try await node.run(signals.stream)
        }
    }

    private func succession(
        _ configuration: GatewayConfiguration, _ signals: NodeSignals, _ logger: Logger
    ) throws -> Succession? {
        guard let takeOver else { return nil }
        guard configuration.listen.sharesPorts else { throw StartProblem.notShared }
        return Succession(
            limit: .seconds(60 * takeOver), place: configuration.places.controlSocket + ".next", signals: signals,
            logger: logger)
    }
}
