import ArgumentParser
import GatewayPolicy

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask the node on this host whether it is healthy.",
        discussion:
            "Exit 0 when it is. For container health checks, which have neither shell nor curl. Example: gwanmun health --ops http://127.0.0.1:9901"
    )

    @Option(help: .init("The ops listener, http://ADDRESS:PORT.", valueName: "url"))
    var ops = "http://127.0.0.1:9901"

    func run() async throws {
        try await CommandFailure.reporting {
            guard let url = UpstreamURL(ops), url.scheme == .http else {
                throw CommandFailure(
                    .badInput, ["--ops: '\(ops)' is not http://ADDRESS:PORT"], hint: "For example http://127.0.0.1:9901"
                )
            }
            let client = HTTPClient(peer: HTTPPeer(plain: url), patience: .seconds(3), answerLimit: 64 * 1024)
            let answer: HTTPAnswer
            do throws(HTTPFailure) {
                answer = try await client.send(HTTPCall(.get, "/healthz"))
            } catch {
                throw CommandFailure(
                    "\(url): \(error)", hint: "Does the node run, and is this its ops listener (listen.ops)?")
            }
            let text = String(decoding: answer.body, as: UTF8.self).split(separator: "\n").joined(separator: " ")
                .onOneLine
            guard answer.status == 200 else {
                throw CommandFailure("\(url): \(answer.status) \(text)", hint: "The node's log says more.")
            }
            Terminal.print(text)
        }
    }
}
