import GatewayIdentity
import Synchronization

/// What somebody typed into a form that needed a fresh factor first: kept while they prove it, so that nothing is lost and
/// nothing of it stands in an address.
///
/// In memory, for a quarter of an hour, and only for the account that sent it and the page it was sent to. Another node, or
/// a restart, shows the empty form.
final class HeldForms: Sendable {
    private struct Held {
        let id: String
        let account: AccountName
        let path: DeskPath
        let entries: Entries
        let until: UnixTime
    }

    static let lifetime = Duration.seconds(900)
    /// Of one account; the oldest goes first.
    static let mostOfOne = 4
    static let most = 128
    /// Bytes of what all of them hold.
    static let mostBytes = 16 << 20

    private let held = Mutex<[Held]>([])

    /// - Parameter id: 128 random bits.
    func keep(_ entries: Entries, id: String, of account: AccountName, for path: DeskPath, at now: UnixTime) {
        held.withLock { held in
            held.removeAll { $0.until <= now }
            while held.count(where: { $0.account == account }) >= Self.mostOfOne,
                let oldest = held.firstIndex(where: { $0.account == account })
            {
                held.remove(at: oldest)
            }
            let new = Held(id: id, account: account, path: path, entries: entries, until: now + Self.lifetime)
            var bytes = held.reduce(new.entries.size) { $0 + $1.entries.size }
            while let oldest = held.first, held.count >= Self.most || bytes > Self.mostBytes {
                bytes -= oldest.entries.size
                held.removeFirst()
            }
            held.append(new)
        }
    }

    /// Stays there, for a page that is loaded again.
    func entries(_ id: String, of account: AccountName, for path: DeskPath, at now: UnixTime) -> Entries? {
        held.withLock { held in
            held.first { $0.id == id && $0.account == account && $0.path == path && now < $0.until }?.entries
        }
    }
}
