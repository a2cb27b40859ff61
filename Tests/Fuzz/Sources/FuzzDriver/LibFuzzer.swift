@_extern(c, "LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer,
    _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// What the harness that is linked in defines.
@_extern(c, "LLVMFuzzerTestOneInput")
private func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt

/// libFuzzer as a library: the package manager gives every program a `main` of its own, so libFuzzer's is not used.
package enum LibFuzzer {
    /// Fuzzes as the command line says; a finding ends the process with libFuzzer's report.
    package static func run() {
        var argumentCount = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        let status = runDriver(&argumentCount, &arguments) { testOneInput($0, $1) }
        precondition(status == 0, "libFuzzer ended with status \(status)")
    }
}
