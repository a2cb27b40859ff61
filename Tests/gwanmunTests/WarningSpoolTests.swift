import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `The spool of warnings` {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/spool"
    }

    @Test func `holds what was stored after a restart, oldest first`() throws {
        let before = try WarningSpool(folder: path)
        try before.store([2], as: "1795336265281-b")
        try before.store([1], as: "1795336265280-a")
        let after = try WarningSpool(folder: path)
        #expect(try after.waiting() == ["1795336265280-a", "1795336265281-b"])
        #expect(try after.message("1795336265280-a") == [1])
    }

    @Test func `forgets what was delivered`() throws {
        let spool = try WarningSpool(folder: path)
        try spool.store([1], as: "1")
        try spool.remove("1")
        #expect(try spool.waiting().isEmpty)
        #expect(try spool.message("1") == nil)
        try spool.remove("1")
    }

    @Test func `refuses to grow beyond its limit, and takes again when there is room`() throws {
        let spool = try WarningSpool(folder: path, limit: 2)
        try spool.store([1], as: "1")
        try spool.store([2], as: "2")
        #expect(throws: WarningSpool.Problem.self) { try spool.store([3], as: "3") }
        #expect(try spool.waiting() == ["1", "2"])
        try spool.remove("1")
        try spool.store([3], as: "3")
    }

    @Test func `shows no message that is not whole yet, and none that was set aside`() throws {
        let spool = try WarningSpool(folder: path)
        _ = try folder.write([1], "spool/.half")
        try spool.store([1], as: "1")
        try spool.setAside("1", as: .unreadable)
        #expect(try spool.waiting().isEmpty)
    }

    @Test func `is for the service alone: folder 0700, files 0600`() throws {
        let spool = try WarningSpool(folder: path)
        try spool.store([1], as: "1")
        #expect(FileStatus(path)?.octal == "700")
        #expect(FileStatus(path + "/1.json")?.octal == "600")
    }

    @Test func `is refused when others may enter it`() throws {
        #expect(mkdir(path, 0o755) == 0)
        #expect(throws: WarningSpool.Problem.self) { try WarningSpool(folder: path) }
    }
}
