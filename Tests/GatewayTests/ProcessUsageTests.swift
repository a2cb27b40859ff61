import GatewaySystem
import Glibc
import Testing

@Suite struct `What the process takes` {
    @Test func `is what it takes`() throws {
        let before = try ProcessUsage.now()
        #expect(before.processorTime > .zero)
        #expect(before.residentBytes > 1 << 20)
        #expect(before.openDescriptors > 2)
        #expect(before.descriptorLimit >= UInt64(before.openDescriptors))
    }

    /// Other tests open and close descriptors meanwhile, but not that many.
    @Test func `grows by what is opened`() throws {
        let before = try ProcessUsage.now().openDescriptors
        let opened = (0..<500).map { _ in dup(0) }
        let grown = try ProcessUsage.now().openDescriptors
        for descriptor in opened { close(descriptor) }
        #expect(opened.allSatisfy { $0 >= 0 })
        #expect(grown > before + 300)
    }
}
