internal import FuzzDriver
internal import PolicyProperties

/// libFuzzer's entry: stops the process where a property does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let violation = PolicyFileProperties.violation(in: input) { fatalError(violation) }
    return 0
}

@main
enum Harness {
    static func main() { LibFuzzer.run() }
}
