public import GatewayCrypto
internal import GatewayIdentity
public import GatewayVault

/// A key pair in a token, ECDSA on P-256, whose private part never leaves it: signs documents.
public struct TokenSigner: Sendable {
    private let thread: TokenThread
    private let label: String

    init(_ thread: TokenThread, label: String) {
        self.thread = thread
        self.label = label
    }

    /// The public part of the one pair with this label, which is made where there is none.
    public func publicKey() async throws(KeyPlaceProblem) -> DocumentVerificationKey {
        let label = label
        let point = try await ask(mayRepeat: false) { (token) throws(TokenProblem) in
            if let point = try token.signingPoint(label) { return point }
            try token.makeSigningPair(label)
            guard let point = try token.signingPoint(label) else {
                throw .unfitKey(label: label, why: "the token does not show the pair that it made")
            }
            return point
        }
        do throws(CryptoFailure) { return try DocumentVerificationKey(p256: point) } catch {
            throw KeyPlaceProblem(
                "the key pair '\(label)' in the token: \(error)", hint: "It must be ECDSA on P-256.")
        }
    }

    /// In DER, over SHA-256 of the message.
    public func signature(over message: [UInt8]) async throws(KeyPlaceProblem) -> [UInt8] {
        let label = label
        let digest = SHA256.digest(of: message).bytes
        let raw = try await ask { (token) throws(TokenProblem) in try token.signature(over: digest, by: label) }
        guard let der = DocumentAlgorithm.der(ofRawECDSA: raw) else {
            throw KeyPlaceProblem("the token gave no ECDSA signature", hint: "The token's own log says more.")
        }
        return der
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
