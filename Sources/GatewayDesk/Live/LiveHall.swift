public import GatewayAccess
internal import GatewayIdentity

/// Where people watch who is connected. While somebody does, it looks twice a second and tells each what has changed for them since they took
/// their last piece: nothing queues up for whoever is slow, who learns more at a time.
public actor LiveHall {
    /// Watchers at a time, of all people and of one account.
    static let most = (all: 32, ofOne: 6)
    /// Between two looks.
    static let pace = Duration.milliseconds(500)
    /// Without anything to tell.
    static let heartbeat = Duration.seconds(15)
    /// How long it goes on hearing of records when nobody watches: pages are loaded again.
    static let linger = Duration.seconds(60)

    private let access: Access
    private let source: any LiveSource
    private var board = LiveBoard()
    private var watchers: [Int: Watcher] = [:]
    private var count = 0
    private var looking: Task<Void, Never>?
    private var restsAt = ContinuousClock.now
    private var hasStopped = false
    /// Whose end is being recorded.
    private var leaving = 0

    struct Watcher {
        let audience: LiveAudience
        var sight: LiveSight
        var pen: LivePen
        var waiting: CheckedContinuation<[UInt8]?, Never>?
        var lastPiece = ContinuousClock.now
    }

    public init(_ access: Access, from source: any LiveSource) {
        self.access = access
        self.source = source
    }

    // MARK: One look

    /// Partners first.
    package func rows(_ filter: LiveFilter) async -> LiveRowList {
        await awaken()
        return LiveRowList(await look(), fitting: filter)
    }

    /// The last few, the oldest first.
    package func recent(_ filter: LiveFilter, limit: Int) -> [LiveAction] {
        news(after: 0, limit: limit, filter).actions
    }

    private func look() async -> [LiveRow] {
        access.connected(await source.connections(), lastActions: source.lastActions)
    }

    // MARK: Watching

    /// Takes a place for somebody who may.
    ///
    /// - Returns: `nil` when all are taken.
    func admit(_ audience: LiveAudience, _ filter: LiveFilter, after sequence: UInt64?) async -> Int? {
        guard !hasStopped, watchers.count < Self.most.all,
            watchers.values.count(where: { $0.audience.actor == audience.actor }) < Self.most.ofOne
        else { return nil }
        count += 1
        watchers[count] = Watcher(
            audience: audience, sight: LiveSight(filter),
            pen: LivePen(isMasked: audience.isMasked, sequence: sequence ?? 0))
        let number = count
        await awaken()
        return number
    }

    /// The next piece for a watcher; `nil`: they may have no more.
    func next(_ number: Int) async -> [UInt8]? {
        guard watchers[number] != nil else { return nil }
        if board.version > 0, let piece = piece(for: number) { return piece }
        return await withCheckedContinuation { continuation in
            // Only one call waits at a time: the connection asks again when it has what it asked for.
            watchers[number]?.waiting?.resume(returning: nil)
            watchers[number]?.waiting = continuation
        }
    }

    /// Shows a watcher nothing any more, and records that they watched until now.
    func leave(_ number: Int) async {
        guard let watcher = watchers.removeValue(forKey: number) else { return }
        watcher.waiting?.resume(returning: nil)
        if watchers.isEmpty { restsAt = .now + Self.linger }
        leaving += 1
        await watcher.audience.noteEnd(by: access.administration)
        leaving -= 1
    }

    /// Shows nobody anything any more.
    public func stop() async {
        hasStopped = true
        for number in watchers.keys { await leave(number) }
        looking?.cancel()
        await looking?.value
        // Those who left just before are not recorded yet; the trail has its own limit for each.
        while leaving > 0 {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }

    // MARK: Looking

    private func awaken() async {
        guard !hasStopped else { return }
        if watchers.isEmpty { restsAt = .now + Self.linger }
        await source.listen()
        guard looking == nil, !hasStopped else { return }
        looking = Task { await goOnLooking() }
    }

    private func goOnLooking() async {
        while !Task.isCancelled, !watchers.isEmpty || ContinuousClock.now < restsAt {
            if watchers.isEmpty {
                board = LiveBoard()
            } else {
                board.put(await look())
                for number in watchers.keys { tell(number) }
            }
            do { try await Task.sleep(for: Self.pace) } catch { break }
        }
        await source.rest()
        looking = nil
        // Somebody came while it went to rest.
        if !watchers.isEmpty { await awaken() }
    }

    private func tell(_ number: Int) {
        guard let watcher = watchers[number], watcher.waiting != nil else { return }
        guard watcher.audience.mayGoOn(access) else {
            watchers[number]?.waiting = nil
            watcher.waiting?.resume(returning: nil)
            return
        }
        guard let piece = piece(for: number) else { return }
        watchers[number]?.waiting = nil
        watcher.waiting?.resume(returning: piece)
    }

    private func piece(for number: Int) -> [UInt8]? {
        guard var watcher = watchers[number] else { return nil }
        defer { watchers[number] = watcher }
        let news = news(after: watcher.pen.sequence, limit: LivePen.actions, watcher.sight.filter)
        if let turn = watcher.sight.turn(to: board) { watcher.pen.write(turn) }
        watcher.pen.write(news, heardUpTo: news.last)
        let now = ContinuousClock.now
        if watcher.pen.isEmpty, now - watcher.lastPiece >= Self.heartbeat { watcher.pen.writeHeartbeat() }
        guard !watcher.pen.isEmpty else { return nil }
        watcher.lastPiece = now
        return watcher.pen.take()
    }

    private func news(after sequence: UInt64, limit: Int, _ filter: LiveFilter) -> FittingNews {
        var all = source.news(after: sequence, limit: 4 * limit)
        let last = all.actions.last?.sequence ?? sequence
        all.actions = all.actions.filter { action in
            filter.fits(
                action, organisation: action.account.flatMap { access.organisation(of: $0) },
                isPartner: action.account.map { access.isPartner($0) } ?? false)
        }
        let surplus = max(0, all.actions.count - limit)
        return FittingNews(
            actions: Array(all.actions.dropFirst(surplus)), leftOut: all.leftOut + surplus, last: last)
    }
}

/// What is news to one watcher.
struct FittingNews {
    let actions: [LiveAction]
    let leftOut: Int
    /// The last record that was looked at.
    let last: UInt64
}
