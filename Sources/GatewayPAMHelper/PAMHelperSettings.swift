/// How many helpers there are, and how long is waited for them.
public struct PAMHelperSettings: Hashable, Sendable {
    public let program: HelperProgram
    /// Requests that run at the same time at most, each in a helper; those that wait for a person have theirs besides. 1 to 16.
    public let processes: Int
    /// Requests that wait for a helper at most; one more is refused at once. 0 to 1024.
    public let waiting: Int
    /// From the request to the answer, the wait for a helper included. 1 ms to 2 minutes; then the helper is killed.
    public let patience: Duration
    /// Refusals come at whole multiples of it. Longer than a refusal ever takes is best: then all take one. 1 ms to a minute.
    public let refusalQuantum: Duration

    /// What is out of its range is taken to its nearest end.
    public init(
        program: HelperProgram, processes: Int = 2, waiting: Int = 64, patience: Duration = .seconds(20),
        refusalQuantum: Duration = .seconds(2)
    ) {
        self.program = program
        self.processes = min(max(processes, 1), 16)
        self.waiting = min(max(waiting, 0), 1024)
        self.patience = min(max(patience, .milliseconds(1)), .seconds(120))
        self.refusalQuantum = min(max(refusalQuantum, .milliseconds(1)), .seconds(60))
    }
}
