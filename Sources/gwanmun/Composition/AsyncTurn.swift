/// Lets one after the other through.
actor AsyncTurn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take<T: Sendable>(_ work: @Sendable () async -> T) async -> T {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
        let result = await work()
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
        return result
    }
}
