import FoundationEssentials
import GatewayCrypto
import GatewayTesting
import GatewayVault
import Glibc
import Testing

@Suite struct `A key file` {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/kek"
    }

    @Test func `opens what was sealed under it when it was made`() throws {
        try KeyFile(path).create()
        let made = try #require(try KeyFile(path).read().first)
        let wrapped = try made.wrap(.random())
        #expect(try KeyFile(path).read().first?.unwrap(wrapped).id == wrapped.id)
        #expect(try mode(path) == 0o600)
    }

    @Test func `is never written over`() throws {
        try KeyFile(path).create()
        let before = try contents()
        #expect(throws: KeyFileProblem.exists(path: path)) { try KeyFile(path).create() }
        #expect(try contents() == before)
    }

    @Test func `takes further keys behind the first, and gives up all but the last`() throws {
        let file = KeyFile(path)
        try file.create()
        let first = try #require(try file.read().first?.id)
        let second = try file.add().id
        #expect(try file.read().map(\.id) == [first, second])
        #expect(try mode(path) == 0o600)
        #expect(try file.remove(first))
        #expect(try file.remove(first) == false)
        #expect(try file.read().map(\.id) == [second])
        #expect(throws: KeyFileProblem.last(path: path)) { _ = try file.remove(second) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kek"])
    }

    @Test func `leaves nothing of a key that was taken out in the file that had it`() throws {
        try KeyFile(path).create()
        let (first, text) = (try #require(try KeyFile(path).read().first?.id), try contents())
        // A second name for what lies on the disk.
        try FileManager.default.linkItem(atPath: path, toPath: folder.path + "/disk")
        _ = try KeyFile(path).add()
        #expect(try Array(Data(contentsOf: URL(filePath: folder.path + "/disk"))).allSatisfy { $0 == 0 })
        try FileManager.default.removeItem(atPath: folder.path + "/disk")
        try FileManager.default.linkItem(atPath: path, toPath: folder.path + "/disk")
        #expect(try KeyFile(path).remove(first))
        #expect(try !Array(Data(contentsOf: URL(filePath: folder.path + "/disk"))).contains(Array(text)))
    }

    @Test func `has at most 32 keys`() throws {
        let file = KeyFile(path)
        try file.create()
        for _ in 1..<32 { _ = try file.add() }
        #expect(throws: KeyFileProblem.full(path: path, limit: 32)) { _ = try file.add() }
        #expect(try file.read().count == 32)
    }

    @Test func `loses no key to two who add one at the same time`() async throws {
        let file = KeyFile(path)
        try file.create()
        let added = await withTaskGroup(of: KeyEncryptionKeyID?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(KeyFileProblem) { return try file.add().id } catch { return nil }
                }
            }
            return await group.reduce(into: Set()) { if let id = $1 { $0.insert(id) } }
        }
        #expect(try Set(file.read().map(\.id)).isSuperset(of: added))
        #expect(try file.read().count == added.count + 1)
    }

    @Test func `is changed whole, whatever a process that ended in the middle left`() throws {
        try KeyFile(path).create()
        try Data("gwanmun-kek-1 half".utf8).write(to: URL(filePath: path + ".new"))
        let added = try KeyFile(path).add().id
        #expect(try KeyFile(path).read().last?.id == added)
    }

    @Test func `is changed where a symbolic link leads`() throws {
        try KeyFile(path).create()
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let added = try KeyFile(link).add().id
        #expect(try KeyFile(path).read().last?.id == added)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o644])
    func `is refused when others may read or write it`(mode: Int) throws {
        try KeyFile(path).create()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(throws: KeyFileProblem.exposed(path: path, mode: String(mode, radix: 8))) {
            _ = try KeyFile(path).read()
        }
    }

    @Test(arguments: [
        ("", "1:1"), ("gwanmun-kek-2 AAAA", "1:1"), ("gwanmun-kek-1 ", "1:15"), ("gwanmun-kek-1 AAAA\n", "1:15"),
        ("gwanmun-kek-1 " + String(repeating: "A", count: 43) + "\n\n", "2:1"),
        ("gwanmun-kek-1 " + String(repeating: "A", count: 43) + "\ngwanmun-kek-1 AAAA", "2:15"),
        ("gwanmun-kek-1 " + String(repeating: "A", count: 4000), "1:15"),
    ])
    func `is refused with the place of the first thing wrong, and without what stands there`(
        text: String, place: String
    )
        throws
    {
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let problem = #expect(throws: KeyFileProblem.self) { _ = try KeyFile(path).read() }
        #expect(problem?.description.hasPrefix("\(path):\(place): expected") == true)
        #expect(problem?.description.dropFirst(path.count).contains("AAAA") == false)
    }

    @Test func `is refused when it is missing or a folder`() throws {
        #expect(throws: KeyFileProblem.self) { _ = try KeyFile(folder.path + "/none").read() }
        #expect(throws: KeyFileProblem.notAFile(path: folder.path)) { _ = try KeyFile(folder.path).read() }
    }

    @Test(arguments: [0o777, 0o770])
    func `is refused in a folder where others may put another in its place`(mode: Int) throws {
        try KeyFile(path).create()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path)
        let problem = KeyFileProblem.folderExposed(path: path, mode: String(mode, radix: 8))
        #expect(throws: problem) { _ = try KeyFile(path).read() }
    }

    @Test func `that is a pipe holds nobody up`() throws {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: KeyFileProblem.notAFile(path: path)) { _ = try KeyFile(path).read() }
    }

    private func contents() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    private func mode(_ path: String) throws -> Int {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return Int(status.st_mode & 0o777)
    }
}
