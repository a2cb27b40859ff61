import GatewaySystem
import Testing

@Suite struct `What the system tells about memory` {
    @Test func `is that this process is smaller than it may become`() throws {
        let resident = try #require(ProcessMemory.resident)
        let available = try #require(ProcessMemory.available)
        #expect(resident > 1 << 20)
        #expect(resident < available)
    }
}
