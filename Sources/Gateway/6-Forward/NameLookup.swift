public import GatewayIdentity
public import GatewaySystem
internal import NIOPosix

/// Finds out where a name leads, and says so on any thread.
public typealias NameLookup =
    @Sendable (
        _ name: String, _ answer: @escaping @Sendable (Result<[NetworkAddress], HostLookup.Failure>) -> Void
    ) -> Void

/// Asks the system's resolver on the process's pool for what blocks, one thread a core: it can take seconds, and no event loop waits for it.
///
/// Each name of the settings has one question under way at most, so the queue before the threads is no longer than the settings. Nobody waits for a
/// question when the process ends.
public let systemNameLookup: NameLookup = { name, answer in
    NIOThreadPool.singleton.submit { _ in
        do throws(HostLookup.Failure) {
            answer(.success(try HostLookup.addresses(of: name)))
        } catch {
            answer(.failure(error))
        }
    }
}
