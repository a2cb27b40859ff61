public import GatewayCrypto
public import GatewayStore
public import GatewayVault

/// Key-encryption keys in a PKCS#11 token, which never leave it.
public final class TokenKeys: KeyPlace {
    private let thread: TokenThread

    public init(_ address: TokenAddress) { thread = TokenThread(address) }

    public var kind: KeyPlaceKind { .token }

    /// In the order of their names: a token does not tell their age.
    public func keys() async throws(KeyPlaceProblem) -> [any KeyEncryption] {
        let ids = try await ask { (token) throws(TokenProblem) in try token.keys() }
        return ids.sorted { $0.description < $1.description }.map { TokenKey(id: $0, thread: thread) }
    }

    public func makeKey() async throws(KeyPlaceProblem) -> any KeyEncryption {
        TokenKey(id: try await ask { (token) throws(TokenProblem) in try token.makeKey() }, thread: thread)
    }

    public func destroyKey(_ id: KeyEncryptionKeyID) async throws(KeyPlaceProblem) {
        try await ask { (token) throws(TokenProblem) in try token.destroyKey(id) }
    }

    public func probe() async throws(KeyPlaceProblem) {
        _ = try await ask { (token) throws(TokenProblem) in try token.keys() }
    }

    private func ask<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing TokenConnection) throws(TokenProblem) -> Value
    ) async throws(KeyPlaceProblem) -> Value {
        do throws(TokenProblem) { return try await thread.run(body) } catch { throw KeyPlaceProblem(error) }
    }
}
