import GatewaySettings
import Testing

@Suite struct `File descriptors` {
    /// A client and its upstream each, behind a reserve for files, probes and commands.
    @Test(arguments: [
        (limit: 65_536, loops: 8, connections: 32_624), (20_000, 4, 9864), (1024, 2, 384), (64, 64, 24), (1, 1, 1),
    ])
    func `are for clients by half, after a reserve`(limit: Int, loops: Int, connections: Int) {
        #expect(DescriptorBudget(limit: limit, loops: loops).connections == connections)
    }

    @Test func `bound what is asked for`() {
        let budget = DescriptorBudget(limit: 65_536, loops: 8)
        #expect(budget.slots(asked: nil) == ConnectionLimits.usualConnections)
        #expect(budget.slots(asked: 30_000) == 30_000)
        #expect(budget.slots(asked: 1_000_000) == budget.connections)
        #expect(DescriptorBudget(limit: 1024, loops: 2).slots(asked: nil) == 384)
    }
}
