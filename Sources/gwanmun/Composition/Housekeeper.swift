import GatewayAccess
import GatewayIdentity
import Logging

/// What a node does beside serving: once a second sessions and locks whose time has come, and memory; every two seconds changed files, every five
/// whether the store answers, every ten what the doors turned away, once a minute alarms, every ten minutes accounts that nobody uses or reviews, once an hour what is over.
struct Housekeeper: Sendable {
    let access: Access
    let reloader: Reloader
    let alarms: TrustAlarmLog
    let store: StoreWatch
    let door: DoorLog
    let memory: MemoryWatch
    let logger: Logger

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
        let now = SystemClock.now()
        do throws(AccessFailure) {
            try await access.housekeeping.tick(at: now, requestID: RequestID(high: 0, low: UInt64(second)))
            if second % 600 == 10 {
                try await access.housekeeping.careForAccounts(
                    at: now, requestID: RequestID(high: 0, low: UInt64(second)))
            }
            if second % 3600 == 0 { try await access.housekeeping.sweep(at: now) }
        } catch {
            // It is tried again in a second; in memory everything holds already.
            logger.error("housekeeping: \(error)")
        }
        if second % 5 == 0 { await store.look() }
        if second % 2 == 0 { await reloader.reloadIfChanged() }
        if second % 10 == 0 { door.look() }
        if second % 60 == 0 { alarms.look() }
    }
}
