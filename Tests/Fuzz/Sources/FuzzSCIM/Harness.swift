internal import FuzzDriver
internal import SCIMFuzzProperties

/// libFuzzer's entry: stops the process where a property does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if let violation = SCIMProperties.violation(in: Array(UnsafeBufferPointer(start: start, count: count))) {
        fatalError(violation)
    }
    return 0
}

@main
enum Harness {
    static func main() { LibFuzzer.run() }
}
