import FoundationEssentials
import GatewayCrypto
import GatewayStoreSQLite
import Testing

@Suite struct `A key file` {
    @Test func `opens what was sealed under it when it was made`() throws {
        let folder = try TemporaryFolder()
        let made = try KeyFile.create(folder.path + "/kek")
        let key = try Vault.newDataKey(under: made)
        let vault = try Vault(unwrapping: [key], with: KeyFile.read(folder.path + "/kek"))
        let binding = SealBinding(table: "t", row: "r", account: "a")
        #expect(try vault.open(vault.seal(SecretBytes(copying: [1]), for: binding), for: binding).equals([1]))
        #expect(try folder.mode(of: "kek") == 0o600)
    }

    @Test func `is never written over`() throws {
        let folder = try TemporaryFolder()
        _ = try KeyFile.create(folder.path + "/kek")
        let before = try folder.contents(of: "kek")
        #expect(throws: KeyFileProblem.exists(path: folder.path + "/kek")) { try KeyFile.create(folder.path + "/kek") }
        #expect(try folder.contents(of: "kek") == before)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o644])
    func `is refused when others may read or write it`(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/kek"
        _ = try KeyFile.create(path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(throws: KeyFileProblem.exposed(path: path, mode: String(mode, radix: 8))) { try KeyFile.read(path) }
    }

    @Test(arguments: [
        ("", 1), ("gwanmun-kek-2 AAAA", 1), ("gwanmun-kek-1 ", 15), ("gwanmun-kek-1 AAAA\n", 15),
        ("gwanmun-kek-1 " + String(repeating: "A", count: 43) + "\n\n", 15),
        ("gwanmun-kek-1 " + String(repeating: "A", count: 4000), 15),
    ])
    func `is refused with the place of the first thing wrong, and without what stands there`(text: String, column: Int)
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/kek"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let problem = #expect(throws: KeyFileProblem.self) { try KeyFile.read(path) }
        #expect(problem?.description.hasPrefix("\(path):1:\(column): not a key, expected") == true)
        #expect(problem?.description.contains("AAAA") == false)
    }

    @Test func `is refused when it is missing or a folder`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: KeyFileProblem.self) { try KeyFile.read(folder.path + "/none") }
        #expect(throws: KeyFileProblem.notAFile(path: folder.path)) { try KeyFile.read(folder.path) }
    }
}
