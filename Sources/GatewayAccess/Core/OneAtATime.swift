/// Lets one caller through at a time, in the order of arrival, and holds it through its suspensions.
///
/// Administrative changes read the store back into memory after they wrote; two of them side by side could leave the
/// older reading in memory.
actor OneAtATime {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func run<Result: Sendable, Failure: Error>(_ body: @Sendable () async throws(Failure) -> Result)
        async throws(Failure) -> Result
    {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
