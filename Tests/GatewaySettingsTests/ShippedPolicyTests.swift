import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

@Suite struct `The policies that come with the program` {
    private static let demoUpstreams = [
        "notice": "http://127.0.0.1:7001", "build": "http://127.0.0.1:7001", "fab": "http://127.0.0.1:7001",
    ]

    @Test func `load, without a warning, and pass their tests`() throws {
        let starter = try PolicyReader(site: .test(), digest: testDigest).read(directory: Repository.root + "/Policies")
        #expect(starter.warnings == [])
        #expect(starter.testCount >= 15)
        #expect(starter.failingTests == [])
    }

    @Test func `load for the demo, with upstreams from the site`() throws {
        let site = try PolicySite.test(upstreams: Self.demoUpstreams)
        let demo = try PolicyReader(site: site, digest: testDigest).read(directory: Repository.root + "/Policies/demo")
        #expect(demo.warnings == [])
        #expect(demo.testCount >= 10)
        #expect(demo.failingTests == [])
        #expect(demo.snapshot.console(atHost: "fab.gw.localhost")?.id == ConsoleID("fab"))
        #expect(demo.snapshot.grade(of: ConsoleID("fab")) == .classified)
        #expect(
            demo.snapshot.console(ConsoleID("build"))?.upstreams.members.first?.url.description
                == "http://127.0.0.1:7001")
    }

    @Test func `are the ones that the demo writes`() throws {
        #expect(DemoPolicy.files.count == 7)
        for file in DemoPolicy.files {
            #expect(try file.text == Repository.text("Policies/demo/" + file.name), "\(file.name)")
        }
    }
}
