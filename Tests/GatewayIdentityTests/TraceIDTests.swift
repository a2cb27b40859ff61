import GatewayIdentity
import Testing

@Suite struct `The name of a trace` {
    private func read(_ text: String) -> TraceID? { Array(text.utf8).withUnsafeBytes { TraceID(digits: $0) } }

    @Test func `is 32 digits, the higher half first`() {
        let id = read("4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(id?.high == 0x4bf9_2f35_77b3_4da6)
        #expect(id?.low == 0xa3ce_929d_0e0e_4736)
        #expect(read("00000000000000000000000000000001")?.low == 1)
    }

    @Test(arguments: [
        "", "4bf92f3577b34da6a3ce929d0e0e473", "4bf92f3577b34da6a3ce929d0e0e47361", "4BF92F3577B34DA6A3CE929D0E0E4736",
        "4bf92f3577b34da6a3ce929d0e0e473g", "00000000000000000000000000000000",
    ])
    func `is nothing else`(text: String) { #expect(read(text) == nil) }
}
