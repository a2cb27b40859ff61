import CCallgrind

/// The valgrind tool that counts instructions and calls.
enum Callgrind {
    static var isRunning: Bool { gw_running_on_valgrind() != 0 }

    /// Counts what `work` does, and has it written to a file of its own that bears the name.
    ///
    /// Outside of it nothing is counted, and the program runs at an ordinary pace.
    static func collect(named name: String, _ work: () -> Int) {
        gw_callgrind_start()
        gw_callgrind_zero()
        _ = work()
        name.withCString { gw_callgrind_dump($0) }
        gw_callgrind_stop()
    }
}
