import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Testing

@Suite struct `Rules that know a person's habits` {
    private static let day = 86400

    private func newCountry() -> WatchScene {
        WatchScene(
            .unfamiliar(.country, memory: .seconds(30 * Self.day), learning: .seconds(7 * Self.day)))
    }

    @Test func `learn before they speak: the seventh day is the first`() {
        let scene = newCountry()
        #expect(scene.see(.signIn, at: 0, country: "KR").isEmpty)
        #expect(scene.see(.signIn, at: 7 * Self.day - 1, country: "JP").isEmpty)
        let found = scene.see(.signIn, at: 7 * Self.day, country: "DE")
        #expect(found.map(\.observed) == ["DE"])
        #expect(found.map(\.limit) == ["JP KR"])
        #expect(found.map(\.kind) == [.newCountry])
    }

    @Test func `say once what is new`() {
        let scene = newCountry()
        scene.see(.signIn, at: 0, country: "KR")
        #expect(scene.see(.signIn, at: 8 * Self.day, country: "DE").count == 1)
        #expect(scene.see(.signIn, at: 8 * Self.day + 1, country: "DE").isEmpty)
        #expect(scene.see(.signIn, at: 8 * Self.day + 2, country: "KR").isEmpty)
    }

    @Test func `forget what was not used for as long as they remember`() {
        let scene = newCountry()
        scene.see(.signIn, at: 0, country: "KR")
        #expect(scene.see(.signIn, at: 30 * Self.day - 1, country: "KR").isEmpty)
        #expect(!scene.see(.signIn, at: 60 * Self.day - 1, country: "KR").isEmpty)
    }

    @Test func `take nothing from what is not known, and nothing from what is refused`() {
        let scene = newCountry()
        scene.see(.signIn, at: 0, country: "KR")
        #expect(scene.see(.signIn, at: 8 * Self.day, country: nil).isEmpty)
        #expect(scene.see(.refused(path: "/"), at: 8 * Self.day, country: "DE").isEmpty)
        // So the refused one did not make it familiar.
        #expect(!scene.see(.signIn, at: 8 * Self.day + 1, country: "DE").isEmpty)
    }

    @Test func `see networks, devices and certificates alike`() {
        func scene(_ trait: WatchTrait) -> WatchScene {
            WatchScene(.unfamiliar(trait, memory: .seconds(30 * Self.day), learning: .zero))
        }
        let network = scene(.network)
        #expect(network.see(.signIn, at: 0, from: "203.0.113.7").map(\.observed) == ["203.0.113.0/24"])
        #expect(network.see(.signIn, at: 1, from: "203.0.113.8").isEmpty)
        #expect(network.see(.signIn, at: 2, from: "2001:db8:1:2::1").map(\.observed) == ["2001:db8:1::/48"])
        #expect(network.see(.signIn, at: 3, from: "2001:db8:1:3::1").isEmpty)
        let device = scene(.device)
        #expect(device.see(.signIn, at: 0, device: "KT-0042").count == 1)
        #expect(device.see(.signIn, at: 1, device: "KT-0043").map(\.kind) == [.newDevice])
        let certificate = scene(.certificate)
        #expect(certificate.see(.signIn, at: 0, certificate: "a").count == 1)
        #expect(certificate.see(.signIn, at: 1, certificate: "b").map(\.kind) == [.newCertificate])
        #expect(certificate.see(.signIn, at: 2, certificate: "a").isEmpty)
    }

    @Test func `see two countries in less than the time, and not in just that time`() throws {
        let scene = WatchScene(.travel(within: .seconds(10_800)))
        #expect(scene.see(.signIn, at: 0, country: "KR").isEmpty)
        #expect(scene.see(.signIn, at: 10_800, country: "JP").isEmpty)
        let found = try #require(scene.see(.signIn, at: 10_800 + 10_799, country: "KR").first)
        #expect(found.observed == "JP KR")
        #expect(found.grounds.count == 2)
    }

    @Test func `see off-hours by the windows, whose end is outside`() throws {
        let nine = try #require(MinuteRange(from: 8 * 60, to: 19 * 60))
        let office = AccessWindow(days: [.monday], hours: [nine], zone: .seoul)
        let scene = WatchScene(.offHours(["office"]), windows: ["office": office])
        #expect(scene.see(.signIn, at: 9 * 3600 - 1).isEmpty)
        #expect(!scene.see(.signIn, at: 9 * 3600).isEmpty)
        #expect(scene.see(.refused(path: "/"), at: 9 * 3600 + 1).isEmpty)
    }

    @Test func `see an account that slept, and not one that nobody has seen before`() {
        let scene = WatchScene(.dormant(after: .seconds(14 * Self.day)))
        #expect(scene.see(.signIn, at: 0).isEmpty)
        #expect(scene.see(.signIn, at: 14 * Self.day - 1).isEmpty)
        #expect(scene.see(.signIn, at: 28 * Self.day - 1).count == 1)
        #expect(scene.see(.signIn, at: 28 * Self.day).isEmpty)
    }

    @Test func `see volume beyond the fixed limit, not at it`() {
        func scene() -> WatchScene {
            WatchScene(
                .volume(
                    WatchVolume(
                        bytes: 1000, requests: 5, times: nil, within: .seconds(3600), learning: .seconds(86400))))
        }
        func got(_ bytes: Int) -> WatchedEvent.Deed { .answered(path: "/", status: 200, bytes: bytes) }
        let bytes = scene()
        #expect(!bytes.alarms(got(1000), at: 0))
        #expect(bytes.see(got(1), at: 3000).map(\.observed) == ["1001 bytes"])
        let requests = scene()
        for second in 0..<5 { #expect(!requests.alarms(got(0), at: second)) }
        #expect(requests.see(got(0), at: 10).map(\.observed) == ["6 requests"])
        let slow = scene()
        for hour in 0..<20 { #expect(!slow.alarms(got(1000), at: hour * 3600)) }
    }

    @Test func `see more than the own average, once it is learned and where it matters`() {
        let scene = WatchScene(
            .volume(
                WatchVolume(
                    bytes: nil, requests: 1000, times: 10, within: .seconds(3600), learning: .seconds(3 * 86400))))
        // Ten an hour, for three days.
        for hour in 0..<72 {
            for request in 0..<10 { #expect(!scene.alarms(.read("/"), at: hour * 3600 + request)) }
        }
        let next = 72 * 3600
        let alarm = (0..<200).first { scene.alarms(.read("/"), at: next + $0) }
        // A tenth of the limit is 100, ten times the average is 100: the 101st is above both.
        #expect(alarm == 100)
    }
}
