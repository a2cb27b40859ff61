import ArgumentParser
import FoundationEssentials
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewaySettings
import GatewaySystem
import Glibc
import Logging

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a test PKI, people and three consoles in a folder, and serve them.",
        discussion:
            "Run again on the same folder, it continues. The secrets of its people are in the folder and in the ready file: not for real use."
    )

    enum Switch: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @Option(help: "The folder; made when missing.")
    var dir = "demo"
    @Option(help: "Where the gate listens, ADDRESS:PORT; port 0 is any that is free.")
    var listen = "127.0.0.1:8443"
    @Option(help: "Where the desk listens.")
    var desk = "127.0.0.1:9443"
    @Option(help: "Where health is told.")
    var ops = "127.0.0.1:9901"
    @Option(help: "The server behind all three consoles; without it a small one that shows what arrived.")
    var upstream: String?
    @Option(help: "Throttles per source address; off for load and conformance tests from one address.")
    var sourceLimits = Switch.on
    @Option(help: "Written when the node accepts connections: addresses, files, people and their secrets (JSON).")
    var readyFile: String?

    func run() async throws {
        let signals = NodeSignals()
        try await CommandFailure.reporting {
            try CoreDumps.forbid()
            _ = try changes(echo: nil)  // a wrong option leaves no folder behind
            let folder = DemoFolder(path: try absolute(dir))
            if let readyFile { unlink(readyFile) }
            try folder.prepare(at: SystemClock.now())
            let echo = upstream == nil ? try await EchoServer.start() : nil
            let changes = try changes(echo: echo?.url)
            var configuration = try NodeMaterial.readConfiguration(folder.configurationFile)
            changes(&configuration)
            let node = try await Node(
                try StartMaterial.read(configuration), configuredBy: folder.configurationFile, adjusting: changes,
                logger: NodeLog.make())
            let accounts = DemoAccounts(folder: folder, access: node.access, ids: try node.requestIDs())
            let users = try await accounts.assemble(at: SystemClock.now())
            // Certificates were revoked just now: nobody may be let in by the lists of a moment ago.
            await node.reload()
            let sockets = try DoorSockets(configuration.listen)
            try await node.open(sockets)
            let lists = Task { await folder.keepListsFresh(NodeLog.make()) }
            defer { lists.cancel() }
            let ready = describe(node, sockets, folder, users)
            if let readyFile { try ready.write(to: readyFile) }
            greet(ready, folder)
            try await node.run(signals.stream)
            try await echo?.stop()
            if let readyFile { unlink(readyFile) }
        }
    }

    private func absolute(_ path: String) throws -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// What the options change in the configuration, at the start and at each reload.
    ///
    /// - Parameter echo: the built-in console, for those that stand nowhere.
    private func changes(echo: String?) throws -> @Sendable (inout GatewayConfiguration) -> Void {
        let (gate, desk) = (try address(listen, "--listen"), try address(desk, "--desk"))
        let ops = try address(ops, "--ops")
        let url = try upstream.map { text in
            guard let url = UpstreamURL(text) else {
                throw CommandFailure(
                    .badInput, ["--upstream: '\(text)' is not http://HOST[:PORT] or https://HOST[:PORT]"],
                    hint: "For example http://127.0.0.1:7001")
            }
            return url
        }
        let echo = echo.flatMap { UpstreamURL($0) }
        let throttles = sourceLimits
        return { configuration in
            configuration.listen.gate.address = gate
            configuration.listen.desk.address = desk
            configuration.listen.ops = ops
            if throttles == .off {
                configuration.limits.sourceFailures = nil
                configuration.limits.connectionsPerSource = ConnectionLimits.largestCount
            }
            for console in ["notice", "build", "fab"].map({ ConsoleID($0) }) {
                if let url {
                    configuration.upstreams[console] = .ofDemo(url)
                } else if let echo, configuration.upstreams[console] == DemoFolder.unplaced {
                    configuration.upstreams[console] = [echo]
                }
            }
        }
    }

    private func address(_ text: String, _ option: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw CommandFailure(
                .badInput, ["\(option): '\(text)' is not ADDRESS:PORT"],
                hint: "For example 127.0.0.1:8443 or [::1]:8443")
        }
        return address
    }

    private func describe(_ node: Node, _ sockets: DoorSockets, _ folder: DemoFolder, _ users: [DemoUser]) -> ReadyFile
    {
        let site = node.board.material.configuration.site
        let consoles = node.board.site.consoles.map { console in
            ReadyFile.ConsoleEntry(
                id: console.id.text, url: console.origin, grade: console.grade.rawValue,
                tags: console.isNationalCoreTechnology ? ["national_core_technology"] : nil)
        }
        return ReadyFile(
            gate: node.board.gateOrigin, desk: "https://\(site.desk):\(sockets.desk.port)",
            ops: "http://127.0.0.1:\(sockets.ops.port)", ca: folder.pki + "/ca.pem",
            crl: folder.pki + "/crl.pem", audit: folder.path + "/audit", policies: folder.path + "/policies",
            config: folder.configurationFile,
            pid: Int(getpid()), consoles: consoles, users: users)
    }

    private func greet(_ ready: ReadyFile, _ folder: DemoFolder) {
        guard let kim = ready.users.first(where: { $0.state == .active }) else { return }
        let secret = folder.secretFile(of: kim.name)
        Terminal.print(
            """

            관문이 열렸습니다 · The gate is open
              gate      \(ready.gate)
            \(ready.consoles.map { "  \($0.id.padding(8))  \($0.url)  (\($0.grade))" }.joined(separator: "\n"))
              desk      \(ready.desk)

            With a browser: import \(kim.p12) (password \(kim.p12_password)) and \(ready.ca),
            type the secret in \(secret) into an authenticator app, then open \(ready.consoles.last?.url ?? ready.gate)

            With curl:
              curl --cacert \(ready.ca) --cert \(kim.cert) --key \(kim.key) \(ready.consoles.first?.url ?? ready.gate)/
              oathtool --totp --base32 @\(secret)

            People, states and secrets: \(readyFile ?? dir + "/people.json"). Ctrl-C ends it.
            """)
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
