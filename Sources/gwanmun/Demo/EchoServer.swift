import Gateway
import GatewayIdentity

/// The built-in console's listener, on loopback.
struct EchoServer: Sendable {
    private let server: PlainServer
    let url: String

    static func start() async throws -> EchoServer {
        let server = PlainServer(clock: SystemClock.now)
        let port = try await server.listen(on: NetworkAddress(v4: 0x7f00_0001), port: 0) { request, _ in
            EchoConsole.answer(request)
        }
        return EchoServer(server: server, url: "http://127.0.0.1:\(port)")
    }

    func stop() async throws { try await server.stop() }
}
