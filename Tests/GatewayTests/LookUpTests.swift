import Dispatch
import GatewayAccess
import GatewayIdentity
import GatewayStore
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway
@testable import GatewayStoreSQLite
@testable import GatewayTLS

/// The moments after a start, when people are still being read: a connection waits until its certificate was looked up.
@Suite struct `A client that comes before everybody is read` {
    private struct Caller {
        let channel: NIOAsyncTestingChannel
        let lane = PlayedLane()
        private let context: NIOLoopBound<LoopContext>

        /// Behind a handshake that is just done.
        init(at station: Station, showing chain: [[UInt8]]) async throws {
            channel = NIOAsyncTestingChannel()
            context = try await channel.testingEventLoop.executeInContext { [lane, channel] in
                let context = LoopContext(at: station, on: channel.eventLoop, recordingTo: lane)
                let greeting = Greeting(
                    loop: context, role: .gate, source: Sample.address,
                    slot: try station.node.admission.admit(Arrival(source: Sample.address, rank: .stranger)))
                try channel.pipeline.syncOperations.addHandler(greeting)
                return NIOLoopBound(context, eventLoop: channel.eventLoop)
            }
            try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 50_000)).get()
            channel.pipeline.fireUserInboundEventTriggered(
                TLSEvent.handshakeCompleted(
                    TLSAgreement(
                        version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: "build.example",
                        applicationProtocol: nil, peerChain: chain)))
        }

        func runOutOfTime() async throws {
            try await channel.testingEventLoop.executeInContext { [context] in
                context.value.connections.tick(now: .now() + .hours(1), clock: context.value.clock)
            }
        }

        /// Asks at once, whether or not the look-up is over.
        func answer() async throws -> String {
            try await channel.writeInbound(
                ByteBuffer(string: "GET / HTTP/1.1\r\nHost: build.example\r\nAccept: application/json\r\n\r\n"))
            channel.pipeline.fireChannelReadComplete()
            return String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
        }
    }

    /// Somebody with an account that nobody has read yet.
    private func member(of station: Station, state: AccountState = .active) async throws -> Station.Visitor {
        let visitor = try station.stranger("kim-7f3a")
        var account = Sample.account("kim-7f3a")
        account.state = state
        try await station.store.insert(account)
        try await station.store.bind(
            .init(
                account: account.name, reference: .publicKey(visitor.certificate.publicKey), boundAt: Sample.start))
        return visitor
    }

    @Test func `is known by name before the first request is answered`() async throws {
        let station = try await Station(readsEverybody: false)
        let caller = try await Caller(at: station, showing: member(of: station).chain)
        let answer = try await caller.answer()
        #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(answer)")
        #expect(!station.access.knowsEverybody)
        #expect(station.access.administration.counts.accounts == 1)
    }

    @Test func `is refused as ever: as a stranger, or for what their account is`() async throws {
        let station = try await Station(readsEverybody: false)
        let stranger = try await Caller(at: station, showing: try station.stranger().chain).answer()
        #expect(stranger.hasPrefix("HTTP/1.1 403 ") && stranger.contains("cert_not_bound"))
        let disabled = try await Caller(at: station, showing: member(of: station, state: .disabled).chain).answer()
        #expect(disabled.hasPrefix("HTTP/1.1 403 ") && disabled.contains("not_allowed"))
    }

    @Test func `is refused while the store does not answer, and the record says why`() async throws {
        let station = try await Station(readsEverybody: false)
        let member = try await member(of: station)
        try station.store.close()
        let caller = try await Caller(at: station, showing: member.chain)
        let answer = try await caller.answer()
        #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("not_recorded"), "\(answer)")
        #expect(caller.lane.records.contains { $0.contains("store_unavailable") })
        // It is nothing that the source did.
        #expect(station.access.blockedUntil(Sample.address) == nil)
    }

    @Test func `is refused when its time to shake hands is over before the store answers, and has failed at nothing`()
        async throws
    {
        let station = try await Station(readsEverybody: false)
        let member = try await member(of: station)
        let release = DispatchSemaphore(value: 0)
        defer { release.signal() }
        // All of the store's readers (GRDB's usual number) are at work elsewhere.
        for _ in 0..<5 {
            await withCheckedContinuation { isHeld in
                Task {
                    try await station.store.read { _ in
                        isHeld.resume()
                        release.wait()
                        release.signal()
                    }
                }
            }
        }
        let caller = try await Caller(at: station, showing: member.chain)
        async let answer = caller.answer()
        try await caller.runOutOfTime()
        let text = try await answer
        #expect(text.hasPrefix("HTTP/1.1 503 "))
        #expect(station.access.blockedUntil(Sample.address) == nil)
    }

    @Test func `without a certificate waits for nobody`() async throws {
        let station = try await Station(readsEverybody: false)
        try station.store.close()
        let answer = try await Caller(at: station, showing: []).answer()
        #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("no_client_cert"))
    }

    @Test func `gives its slot back when it leaves during the look-up`() async throws {
        let station = try await Station(readsEverybody: false)
        let caller = try await Caller(at: station, showing: member(of: station).chain)
        try await caller.channel.close()
        // The store answers in a moment, to nobody.
        while station.node.openConnections > 0 { await Task.yield() }
    }
}
