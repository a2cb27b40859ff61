import GatewayAccess
import GatewayIdentity
import GatewayStore
import Logging

/// Shows in the folder what is in force, so that people can read it. It is in force whether they can or not.
struct PolicyShowcase {
    let folder: PolicyFolder
    let store: any PolicyStore
    let clock: Clock
    let logger: Logger

    /// - Returns: whether the folder shows it now.
    @discardableResult
    func show(_ bundle: PolicyBundle, as version: PolicyVersion) async -> Bool {
        do {
            try folder.write(bundle)
            try await store.noteFolderShows(version.number, at: clock())
            return true
        } catch {
            logger.warning(
                "the policy's folder does not show what is in force: \(error)",
                metadata: ["version": "\(version.number)"])
            return false
        }
    }
}
