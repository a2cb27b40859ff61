import Glibc
import Testing

@testable import GatewaySystem

@Suite struct `A port that two share` {
    private let first: ListeningSocket
    private let second: ListeningSocket

    init() throws {
        first = try ListeningSocket(address: "127.0.0.1", port: 0, isShared: true)
        second = try ListeningSocket(address: "127.0.0.1", port: first.port, isShared: true)
    }

    /// Connects so many clients; over loopback a connection waits at its listener when `connect` returns.
    private func connect(_ count: Int) throws -> [CInt] {
        try (0..<count).map { _ in
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let name = try SocketName(address: "127.0.0.1", port: first.port)
            let done = name.withPointer { Glibc.connect(client, $0, $1) }
            try #require(done == 0)
            return client
        }
    }

    /// How many wait at a socket; takes them.
    private func arrivals(at socket: ListeningSocket) throws -> Int {
        let listener = try socket.duplicate()
        defer { close(listener) }
        var count = 0
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return count }
            close(connection)
            count += 1
        }
    }

    private func share(of clients: Int) throws -> (first: Int, second: Int) {
        let clients = try connect(clients)
        defer { for client in clients { close(client) } }
        return (try arrivals(at: first), try arrivals(at: second))
    }

    @Test func `leads to who serves, while another waits`() throws {
        try first.takeLead()
        #expect(try share(of: 40) == (40, 0))
    }

    @Test func `leads to the other as soon as who serves gives way, and stays with it`() throws {
        try first.takeLead()
        let early = try connect(3)
        defer { for client in early { close(client) } }
        #expect(try first.giveWay())
        let late = try connect(40)
        defer { for client in late { close(client) } }
        #expect(try arrivals(at: first) == 3, "who came before is still where they came to")
        first.close()
        #expect(try arrivals(at: second) == 40)
        try second.takeLead()
        let after = try connect(5)
        defer { for client in after { close(client) } }
        #expect(try arrivals(at: second) == 5)
    }

    @Test func `leads to who is there, when giving way to nobody`() throws {
        second.close()
        #expect(try first.giveWay())
        let clients = try connect(10)
        defer { for client in clients { close(client) } }
        #expect(try arrivals(at: first) == 10)
    }

    @Test func `goes over to who waits when who served is gone without a word`() throws {
        try first.takeLead()
        first.close()
        let clients = try connect(10)
        defer { for client in clients { close(client) } }
        #expect(try arrivals(at: second) == 10)
    }

    @Test func `is not shared with who does not ask for it`() throws {
        #expect(throws: SystemFailure.self) { try ListeningSocket(address: "127.0.0.1", port: first.port) }
        let own = try ListeningSocket(address: "::1", port: 0)
        #expect(try !own.giveWay())
        #expect(throws: SystemFailure.self) { try ListeningSocket(address: "::1", port: own.port, isShared: true) }
    }
}
