import GatewayIdentity
import GatewayPolicy
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayAccess

@Suite struct `A certificate that a terminal keeps` {
    private let terminal: DeviceID

    init() throws { terminal = try #require(DeviceID("KT-0042")) }

    private func circumstances(_ house: House, _ account: Account, _ certificate: ClientCertificate) -> Circumstances {
        house.access.circumstances(
            of: account, certificate: certificate, session: nil, source: Sample.address, at: Sample.start)
    }

    @Test(arguments: BindingMode.allCases)
    func `comes from that terminal, and the person's others do not`(mode: BindingMode) async throws {
        let house = try await House()
        let kim = try await house.person()
        let certificate = Sample.certificate(5, serial: "05")
        let binding = try await house.administration.bind(
            certificate, by: mode, to: kim.name, on: terminal, House.operatorMandate)
        #expect(binding.device == terminal)
        guard case .bound(let account) = house.access.holder(of: certificate, from: Sample.address) else {
            throw Unexpected("not bound")
        }
        #expect(circumstances(house, account, certificate).device == .designated(terminal))
        #expect(circumstances(house, account, kim.certificate).device == .none)
    }

    @Test func `no longer does when the binding is taken away`() async throws {
        let house = try await House()
        let kim = try await house.person()
        let certificate = Sample.certificate(5, serial: "05")
        let binding = try await house.administration.bind(
            certificate, to: kim.name, on: terminal, House.operatorMandate)
        try await house.administration.unbind(binding.reference, from: kim.name, House.operatorMandate)
        #expect(house.access.device(of: certificate) == .none)
    }

    @Test func `is recorded with the terminal`() async throws {
        let house = try await House()
        let kim = try await house.person()
        _ = try await house.administration.bind(
            Sample.certificate(5, serial: "05"), to: kim.name, on: terminal, House.operatorMandate)
        let recorded = house.record.events.last { $0.kind == .certificateBound }
        #expect(recorded?.details["device"] == "KT-0042")
    }
}

@Suite struct `What is known about countries` {
    @Test func `holds from the moment it is adopted, for everybody`() async throws {
        let house = try await House()
        let kim = try await house.person()
        guard case .bound(let account) = house.access.holder(of: kim.certificate, from: Sample.address) else {
            throw Unexpected("not bound")
        }
        func country() -> CountryCode? {
            house.access.circumstances(
                of: account, certificate: kim.certificate, session: nil, source: Sample.address, at: Sample.start
            ).country
        }
        #expect(country() == nil)
        let epoch = house.access.epoch
        let korea = try #require(CountryCode("KR"))
        house.access.adopt(countries: { $0 == Sample.address ? korea : nil })
        #expect(country() == korea)
        #expect(house.access.epoch > epoch)
    }
}
