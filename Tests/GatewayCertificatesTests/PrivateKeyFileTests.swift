import Testing

@testable import GatewayCertificates

@Suite struct `A private key's file` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [0o600, 0o400]) func `is good when it is its owner's alone`(mode: Int) throws {
        let path = try folder.write(try PrivateKey.generate().pem(), "gw.key", permissions: mode)
        try PrivateKeyFile.inspect(path)
    }

    /// The key in it is good: only the mode refuses it.
    @Test(arguments: [0o640, 0o604, 0o620, 0o644, 0o660, 0o666])
    func `is refused when group or others may read or write it`(mode: Int) throws {
        let path = try folder.write(try PrivateKey.generate().pem(), "gw.key", permissions: mode)
        let problem = #expect(throws: FileProblem.self) { try PrivateKeyFile.inspect(path) }
        #expect(problem?.file == path)
        #expect(
            problem?.what == "a private key with permissions \(String(mode, radix: 8)); 600 or 400 is expected")
    }

    @Test func `is refused when it holds no key, and when it is missing`() throws {
        let path = try folder.write(Array("no key\n".utf8), "gw.key", permissions: 0o600)
        #expect(throws: FileProblem.self) { try PrivateKeyFile.inspect(path) }
        #expect(throws: FileProblem.self) { try PrivateKeyFile.inspect(path + ".missing") }
    }
}
