import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A rule for designated devices` {
    private var policy: ExamplePolicy
    private let partner: Question
    private let terminal: DeviceID

    init() throws {
        policy = try ExamplePolicy()
        policy.definition.rules[2].conditions?.devices = .designated
        partner = try .partnerAtTen()
        terminal = try #require(DeviceID("KT-0042"))
    }

    private func decide(on device: DeviceTie) throws -> Decision {
        try policy.decide(partner.changed { $0.circumstances.device = device })
    }

    @Test func `lets people in from a designated one`() throws {
        #expect(try decide(on: .designated(terminal)).permit != nil)
    }

    @Test func `T88: refuses the right person on another device, and on none that is known`() throws {
        let denial = try #require(try decide(on: .presented(terminal)).denial)
        #expect(denial.reason == .deviceNotDesignated)
        #expect(denial.rule == "nct-partner")
        #expect(try decide(on: .none).reason == .deviceNotDesignated)
    }

    @Test func `is the only one that asks for it`() throws {
        #expect(try policy.decide(.staffAtTen()).permit != nil)
    }

    @Test func `tells the zone first: a device somewhere else is no better`() throws {
        let elsewhere = try partner.changed { $0.circumstances.source = try .of("211.234.100.7") }
        #expect(try policy.decide(elsewhere).reason == .zoneDenied)
    }

    @Test func `is explained by the device`() throws {
        let trace = try policy.snapshot().explain(partner).rules.first { $0.rule == "nct-partner" }
        #expect(trace?.failure == .device)
    }

    @Test func `goes by names of the list of assets`() {
        for text in ["KT-0042", "a", "VDI:7.example_1"] { #expect(DeviceID(text)?.text == text) }
        for text in ["", "-x", "a b", "a/b", "단말", String(repeating: "x", count: 65)] {
            #expect(DeviceID(text) == nil)
        }
    }
}
