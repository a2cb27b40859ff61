import ArgumentParser
import GatewaySettings
import GatewaySystem
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the gate.",
        discussion:
            "SIGHUP, or a changed file, reloads certificates, CRLs and policies, each whole or not at all. SIGTERM drains and ends."
    )

    @Option(help: "The configuration.")
    var config: String

    func run() async throws {
        let logger = NodeLog.make()
        let signals = NodeSignals()
        try await CommandFailure.reporting {
            let material = try NodeMaterial.read(NodeMaterial.readConfiguration(config))
            let node = try await Node(material, configuredBy: config, logger: logger)
            let sockets = try DoorSockets(material.configuration.listen)
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
}
