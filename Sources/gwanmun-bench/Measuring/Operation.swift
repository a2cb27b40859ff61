/// One piece of the road of a request, set up and ready to be done again and again.
struct Operation {
    /// `part.what`, as thresholds name it: `request.parse`.
    let name: String
    /// Does it once. The result keeps the optimiser from leaving the work out.
    let perform: () -> Int

    init(_ name: String, _ perform: @escaping () -> Int) {
        self.name = name
        self.perform = perform
    }

    /// Never inlined, so that every operation is called in the same way.
    @inline(never)
    func performed(times count: Int) -> Int {
        var results = 0
        for _ in 0..<count { results &+= perform() }
        return results
    }
}

extension Operation {
    /// Nanoseconds of one performance: the fastest of several runs of about a millisecond, which nothing disturbed.
    func fastest(of runs: Int) -> Int {
        let clock = ContinuousClock()
        let single = max(clock.measure { _ = performed(times: 100) } / 100, .nanoseconds(1))
        let count = max(100, Int(Duration.milliseconds(1) / single))
        let fastest = (0..<max(runs, 1)).map { _ in clock.measure { _ = performed(times: count) } }.min() ?? .zero
        return Int(fastest / .nanoseconds(count))
    }
}
