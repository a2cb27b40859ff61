import GatewayAccess

/// What a node does beside serving: once a second sessions and locks whose time has come, and memory; every two seconds changed files, every five
/// whether the store answers, every ten what the doors turned away, once a minute alarms, every ten minutes accounts that nobody uses or reviews, once an hour what is over.
struct Housekeeper: Sendable {
    let chores: Chores
    let reloader: Reloader
    let alarms: TrustAlarmLog
    let store: StoreWatch
    let door: DoorLog
    let memory: MemoryWatch

    /// Until its task is cancelled.
    func run() async {
        var second = 0
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                return
            }
            second += 1
            await keep(second)
        }
    }

    private func keep(_ second: Int) async {
        memory.look(second: second)
        await chores.carryOut(second: second)
        if second % 5 == 0 { await store.look() }
        if second % 2 == 0 { await reloader.reloadIfChanged() }
        if second % 10 == 0 { door.look() }
        if second % 60 == 0 { alarms.look() }
    }
}

extension Housekeeping {
    /// Once a second sessions and locks whose time has come, every ten minutes accounts that nobody uses or reviews, once
    /// an hour what is over.
    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 1) { (now, id) throws(AccessFailure) in try await tick(at: now, requestID: id) },
            Chores.Chore(every: 600, from: 10) { (now, id) throws(AccessFailure) in
                try await careForAccounts(at: now, requestID: id)
            },
            Chores.Chore(every: 3600) { (now, _) throws(AccessFailure) in try await sweep(at: now) },
        ]
    }
}
