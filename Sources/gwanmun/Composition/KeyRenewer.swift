import GatewayIdentity
import GatewayVault
import Logging

/// Brings secrets under the newest keys while the node serves: what a rotation left to do, or one that was cut off.
struct KeyRenewer: Sendable {
    let vault: Vault
    let logger: Logger

    private static let interval = Duration.seconds(1)

    /// Until its task is cancelled.
    func run() async {
        var pause = RetryPause()
        while !Task.isCancelled {
            var wait = Self.interval
            do {
                if vault.needsRenewal { try await vault.renew() }
                pause.reset()
            } catch is CancellationError {
                return
            } catch {
                wait = pause.next()
                logger.error(
                    "secrets cannot be brought under the newest keys: \(error)",
                    metadata: ["again_in_s": "\(wait.wholeSeconds)"])
            }
            do { try await Task.sleep(for: wait) } catch { return }
        }
    }
}
