/// Lets one caller through at a time, in the order of arrival, and holds it through its suspensions.
///
/// Changes of people read the store back into memory after they wrote, and reloads read several files one after the
/// other: two side by side could leave the older reading in memory.
public actor OneAtATime {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init() {}

    /// Not to be called from within its own `body`, which would wait for itself.
    public func run<Result: Sendable, Failure: Error>(_ body: @Sendable () async throws(Failure) -> Result)
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
