public import GatewayIdentity
public import GatewayPolicy
public import GatewayTLS
internal import GatewayUpstreams
public import Logging
internal import NIOCore
internal import Synchronization

/// The upstreams of all consoles, from one set of routes to the next: what is known of a member stays known as long as it is in the settings.
public final class UpstreamDirectory: Sendable {
    private struct Entry: Sendable {
        let group: UpstreamGroup
        let tls: TLSClientContext?
        let serverName: String?
        let floor: UpstreamTLSFloor
    }

    private let entries = Mutex<[ConsoleID: Entry]>([:])
    private let lookup: NameLookup
    private let log: UpstreamLog

    public init(lookup: @escaping NameLookup, logger: Logger) {
        self.lookup = lookup
        log = UpstreamLog(logger)
    }

    /// The groups of these consoles, which are all there are from now on.
    ///
    /// - Parameter tls: of consoles with `https` upstreams.
    public func adopt(_ consoles: [Console], tls: (ConsoleID) -> TLSClientContext?) -> [ConsoleID: UpstreamGroup] {
        let before = entries.withLock { $0 }
        var after: [ConsoleID: Entry] = [:]
        for console in consoles {
            after[console.id] = entry(for: console, tls: tls(console.id), after: before[console.id])
        }
        entries.withLock { [after] in $0 = after }
        return after.mapValues(\.group)
    }

    /// The same group as before if nothing about it changed, so that its kept connections are used on.
    private func entry(for console: Console, tls: TLSClientContext?, after before: Entry?) -> Entry {
        let serverName = console.tls?.serverName?.text
        let checkHost: String? =
            switch console.hostHeader {
            case .keep: console.hosts.first?.text
            case .rewrite: nil
            }
        let rules = console.upstreams
        let floor = UpstreamTLSFloor(console.hosting.contract)
        if let before, before.group.rules == rules, before.group.checkHost == checkHost, before.tls === tls,
            before.serverName == serverName, before.floor == floor
        {
            return before
        }
        let old = before?.group.byURL ?? [:]
        let members = rules.members.map { member in
            let known = old[member.url]?.member
            return known?.speaksHTTP2 == (member.dialect == .http2)
                ? known?.under(rules) ?? UpstreamMember(member, of: rules) : UpstreamMember(member, of: rules)
        }
        let group = UpstreamGroup(
            console.id, rules, members.map { UpstreamTarget($0, tls: tls, serverName: serverName, floor: floor) },
            known: rules.members.map { old[$0.url]?.health }, checkHost: checkHost, lookup: lookup, log: log)
        return Entry(group: group, tls: tls, serverName: serverName, floor: floor)
    }

    /// Asks for names that have not been asked yet, and waits for the answers, but not for long: what a name leads to is then known before requests come.
    public func settle(within limit: Duration) async {
        let end = Moment.now() + limit
        while Moment.now() < end {
            let waiting = entries.withLock { $0.values.map(\.group) }.filter { !$0.isSettled }
            if waiting.isEmpty { return }
            for group in waiting { group.tick(at: .now()) }
            do {
                try await Task.sleep(for: .milliseconds(5))
            } catch {
                return  // cancelled: the node ends
            }
        }
    }

    /// How every member stands, by console and in the order of the settings.
    public var standings: [UpstreamStanding] {
        let now = Moment.now()
        return groups.flatMap { $0.standings(at: now) }
    }

    /// By console.
    public var counts: [UpstreamGroupCounts] { groups.map(\.counts) }

    private var groups: [UpstreamGroup] {
        entries.withLock { $0.values.map(\.group) }.sorted { $0.console < $1.console }
    }
}
