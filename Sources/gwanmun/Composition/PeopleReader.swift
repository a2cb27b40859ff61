import GatewayAccess
import GatewayIdentity
import Logging

/// Reads everybody into memory while the node serves already, and tries again as long as it has to.
struct PeopleReader: Sendable {
    let access: Access
    let logger: Logger

    /// Until everybody is read, or its task is cancelled.
    func run() async {
        var pause = RetryPause()
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do throws(AccessFailure) {
                try await access.readEverybody()
                return logger.info(
                    "everybody is read",
                    metadata: [
                        "accounts": "\(access.administration.counts.accounts)",
                        "took_ms": "\((ContinuousClock.now - began).wholeMilliseconds)",
                    ])
            } catch {
                guard !Task.isCancelled else { return }
                let wait = pause.next()
                logger.error(
                    "people cannot be read: \(error)",
                    metadata: ["again_in_s": "\(wait.wholeSeconds)", "administration": "refused until then"])
                do { try await Task.sleep(for: wait) } catch { return }
            }
        }
    }
}
