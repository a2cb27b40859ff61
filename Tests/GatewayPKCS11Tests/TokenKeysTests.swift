import FoundationEssentials
import GatewayCrypto
import GatewayPKCS11
import GatewayTesting
import GatewayVault
import Testing

/// On a real module. One after the other: a module has one state in a process.
@Suite(.serialized) struct `A key in a token` {
    private let token: SoftToken

    init() throws { token = try SoftToken() }

    @Test func `opens what it wrapped, in another session too, and no other key does`() async throws {
        let dataKey = try SealingKey.random()
        let wrapped: WrappedDataKey
        do {
            let keys = TokenKeys(token.address)
            let key = try await keys.makeKey()
            wrapped = try await key.wrap(dataKey)
            #expect(wrapped.wrappedBy == key.id)
            #expect(try await key.wrap(dataKey).box != wrapped.box)
            let other = try await keys.makeKey()
            await #expect(throws: KeyFailure.self) { _ = try await other.unwrap(wrapped) }
        }
        let again = TokenKeys(token.address)
        let keys = try await again.keys()
        #expect(keys.count == 2)
        let key = try #require(keys.first { $0.id == wrapped.wrappedBy })
        #expect(try await key.unwrap(wrapped).id == dataKey.id)

        let renamed = WrappedDataKey(id: try SealingKey.random().id, wrappedBy: key.id, box: wrapped.box)
        await #expect(throws: KeyFailure.self) { _ = try await key.unwrap(renamed) }
    }

    @Test func `wraps nothing once it is destroyed, which may be ordered again`() async throws {
        let keys = TokenKeys(token.address)
        let key = try await keys.makeKey()
        for _ in 0..<2 { try await keys.destroyKey(key.id) }
        #expect(try await keys.keys().isEmpty)
        await #expect(throws: KeyFailure.self) { _ = try await key.wrap(.random()) }
    }

    @Test func `is known to be gone by whoever asks for it by name`() async throws {
        let keys = TokenKeys(token.address)
        let key = try await keys.makeKey()
        try await keys.probe(key.id)
        try await keys.destroyKey(key.id)
        await #expect(throws: KeyPlaceProblem.self) { try await keys.probe(key.id) }
    }

    /// Whoever may make objects in the token shuts no door with one.
    @Test func `is found beside another that is not fit`() async throws {
        let keys = TokenKeys(token.address)
        let key = try await keys.makeKey()
        try SoftToken.run([
            "pkcs11-tool", "--module", SoftToken.module, "--token-label", "gwanmun", "--login", "--pin", "1234",
            "--keygen", "--key-type", "GENERIC:32", "--label", "gwanmun-kek", "--id", "0f0f", "--extractable",
        ])
        #expect(try await keys.keys().map(\.id) == [key.id])
    }

    @Test func `has a PIN that is tried once, and again when it is another`() async throws {
        try token.putPIN("9999")
        let keys = TokenKeys(token.address)
        for _ in 0..<5 {
            let problem = await #expect(throws: KeyPlaceProblem.self) { _ = try await keys.keys() }
            #expect(problem?.description.contains("refused the PIN in") == true)
            #expect(problem?.description.contains("9999") == false)
        }
        try token.putPIN("1234")
        #expect(try await keys.keys().isEmpty)
    }

    @Test(arguments: [0o640, 0o604])
    func `is out of reach when others may read its PIN`(mode: Int) async throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: token.address.pinFile)
        let problem = await #expect(throws: KeyPlaceProblem.self) { _ = try await TokenKeys(token.address).keys() }
        #expect(problem?.description.contains("mode \(String(mode, radix: 8)), expected 600") == true)
    }

    @Test func `is looked for in the token that is named, and nowhere else`() async throws {
        let keys = TokenKeys(token.address(token: "another"))
        let problem = await #expect(throws: KeyPlaceProblem.self) { _ = try await keys.keys() }
        #expect(problem?.description.contains("no token is labelled 'another'; there are 'gwanmun'") == true)
    }

    @Test func `needs a module that is one`() async throws {
        for path in ["/nowhere/module.so", token.address.pinFile, "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"] {
            let keys = TokenKeys(token.address(module: path))
            let problem = await #expect(throws: KeyPlaceProblem.self) { _ = try await keys.keys() }
            #expect(problem?.description.hasPrefix("\(path): cannot load the PKCS#11 module") == true)
        }
    }

    @Test(arguments: [
        (["--extractable"], "could leave the token"),
        (["--id", "00112233445566778899aabbccddeeff"], "expected 1 to 32"),
    ])
    func `is refused when it is not fit for the work`(unfit: [String], told: String) async throws {
        let id = unfit.contains("--id") ? [] : ["--id", "0102"]
        try SoftToken.run(
            [
                "pkcs11-tool", "--module", SoftToken.module, "--token-label", "gwanmun", "--login", "--pin", "1234",
                "--keygen",
                "--key-type", "GENERIC:32", "--label", "gwanmun-kek", "--sensitive", "--usage-sign",
            ] + id + unfit)
        let problem = await #expect(throws: KeyPlaceProblem.self) { _ = try await TokenKeys(token.address).keys() }
        #expect(problem?.description.contains(told) == true, "\(problem?.description ?? "")")
    }

    @Test func `may be made by the token's own tools`() async throws {
        try SoftToken.run([
            "pkcs11-tool", "--module", SoftToken.module, "--token-label", "gwanmun", "--login", "--pin", "1234",
            "--keygen",
            "--key-type", "GENERIC:32", "--label", "gwanmun-kek", "--sensitive", "--usage-sign", "--id", "0102",
        ])
        let key = try #require(try await TokenKeys(token.address).keys().first)
        let dataKey = try SealingKey.random()
        #expect(key.id.description == "0102")
        #expect(try await key.unwrap(key.wrap(dataKey)).id == dataKey.id)
    }
}
