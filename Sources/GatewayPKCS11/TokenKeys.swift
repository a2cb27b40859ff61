public import GatewayCrypto
public import GatewayStore
public import GatewayVault

/// Key-encryption keys in a PKCS#11 token, which never leave it.
public final class TokenKeys: KeyPlace {
    private let thread: TokenThread

    public init(_ address: TokenAddress) { thread = TokenThread(address) }

    public var kind: KeyPlaceKind { .token }

    /// The key pair with this label, in the same token, by the same connection.
    public func signer(_ label: String) -> TokenSigner { TokenSigner(thread, label: label) }

    /// In the order of their names: a token does not tell their age.
    public func keys() async throws(KeyPlaceProblem) -> [any KeyEncryption] {
        let ids = try await ask { (token) throws(TokenProblem) in try token.keys() }
        return ids.sorted { $0.description < $1.description }.map { TokenKey(id: $0, thread: thread) }
    }

    public func makeKey() async throws(KeyPlaceProblem) -> any KeyEncryption {
        let id = try await ask(mayRepeat: false) { (token) throws(TokenProblem) in try token.makeKey() }
        return TokenKey(id: id, thread: thread)
    }

    public func destroyKey(_ id: KeyEncryptionKeyID) async throws(KeyPlaceProblem) {
        try await ask { (token) throws(TokenProblem) in try token.destroyKey(id) }
    }

    /// By using it: a list that is empty, as after a login that the module lost, says nothing.
    public func probe(_ id: KeyEncryptionKeyID) async throws(KeyPlaceProblem) {
        _ = try await ask { (token) throws(TokenProblem) in
            try token.code(for: Array("gwanmun probe".utf8), under: id)
        }
    }

    private func ask<Value: Sendable>(
        mayRepeat: Bool = true,
        _ body: @escaping @Sendable (borrowing TokenConnection) throws(TokenProblem) -> Value
    ) async throws(KeyPlaceProblem) -> Value {
        do throws(TokenProblem) { return try await thread.run(mayRepeat: mayRepeat, body) } catch {
            throw KeyPlaceProblem(error)
        }
    }
}
