import Gateway
import GatewayAccess
import GatewayAuditFile
import GatewayDesk
import GatewayIdentity
import Logging
import NIOPosix
import Synchronization

/// Asks the event loops for their connections, and reads the trail behind its writer as long as somebody watches.
final class LiveTap: LiveSource {
    /// Records that it begins before the end of the trail: what people did shortly before.
    private static let before: UInt64 = 4096
    /// For catching up.
    private static let patience = Duration.milliseconds(500)

    private let trail: AuditTrail
    private let directory: String
    private let isPartner: @Sendable (AccountName) -> Bool
    private let clock: Clock
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var server: GatewayServer?
        var following: TrailFollowing?
        var heard = LiveRecords()
    }

    /// - Parameter directory: of the trail.
    init(
        _ trail: AuditTrail, in directory: String, clock: @escaping Clock, logger: Logger,
        isPartner: @escaping @Sendable (AccountName) -> Bool
    ) {
        self.trail = trail
        self.directory = directory
        self.isPartner = isPartner
        self.clock = clock
        self.logger = logger
    }

    /// From now on there are connections.
    func serve(_ server: GatewayServer) { state.withLock { $0.server = server } }

    func connections() async -> [LiveConnection] {
        guard let server = state.withLock({ $0.server }) else { return [] }
        do {
            return try await server.connections(at: clock())
        } catch {
            // Loops that have ended have none.
            return []
        }
    }

    var lastActions: [String: LiveAction] { state.withLock { $0.heard.last } }

    func news(after sequence: UInt64, limit: Int) -> LiveNews {
        state.withLock { $0.heard.news(after: sequence, limit: limit) }
    }

    // MARK: Listening

    func listen() async {
        guard let following = begin() else { return }
        let end = ContinuousClock.now + Self.patience
        while following.lag > 0, ContinuousClock.now < end {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }

    /// - Returns: `nil` when it listens already, or cannot.
    private func begin() -> TrailFollowing? {
        state.withLock { state in
            guard state.following == nil else { return nil }
            let last = trail.lastAcknowledged
            do throws(AuditTrail.OpenFailure) {
                let following = try TrailFollowing(
                    trail, in: directory, after: last > Self.before ? last - Self.before : 0,
                    by: LiveListener(isPartner) { [weak self] actions in
                        self?.state.withLock { $0.heard.take(actions) }
                    })
                state.following = following
                return following
            } catch {
                logger.warning("the live view does not tell what was done last", metadata: ["problem": "\(error)"])
                return nil
            }
        }
    }

    func rest() async {
        let following = state.withLock { state in
            defer {
                state.following = nil
                state.heard = LiveRecords()
            }
            return state.following
        }
        guard let following else { return }
        do {
            // It waits for a thread, so it waits on one that may.
            try await NIOThreadPool.singleton.runIfActive { following.stop() }
        } catch {
            logger.warning("the live view's reader of records goes on", metadata: ["problem": "\(error)"])
        }
    }
}
