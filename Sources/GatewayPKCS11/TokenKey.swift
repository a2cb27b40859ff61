internal import GatewayCrypto

/// A key-encryption key in a token. For each data key the token derives a key from it that wraps that data key alone.
///
/// Derived as SP 800-108r1 section 4.1 has it (counter mode, one iteration, HMAC-SHA-256): every token has HMAC, while the
/// parameters of AES-GCM, and who draws its nonce, differ from one to the next.
struct TokenKey: KeyEncryption {
    let id: KeyEncryptionKeyID
    let thread: TokenThread

    private static let saltSize = 32

    func wrap(_ dataKey: SealingKey) async throws(KeyFailure) -> WrappedDataKey {
        do {
            let salt = try SecureRandom.bytes(Self.saltSize)
            let box = try dataKey.box(under: await derivedKey(for: dataKey.id, salt))
            return WrappedDataKey(id: dataKey.id, wrappedBy: id, box: salt + box)
        } catch {
            throw KeyFailure(wrapping: error)
        }
    }

    func unwrap(_ wrapped: WrappedDataKey) async throws(KeyFailure) -> SealingKey {
        do {
            guard wrapped.box.count > Self.saltSize else {
                throw CryptoFailure(.open, "it is too short for a wrapped key")
            }
            let salt = Array(wrapped.box.prefix(Self.saltSize))
            let box = Array(wrapped.box.dropFirst(Self.saltSize))
            return try SealingKey(wrapped.id, box: box, under: await derivedKey(for: wrapped.id, salt))
        } catch {
            throw KeyFailure(wrapping: error)
        }
    }

    /// `HMAC(key, [1]32 || label || 00 || context || [256]32)`, the context being the data key's name and a salt of its own.
    private func derivedKey(for dataKey: DataKeyID, _ salt: [UInt8]) async throws -> SecretBytes {
        let message: [UInt8] =
            [0, 0, 0, 1] + Array("gwanmun data key".utf8) + [0] + dataKey.bytes + salt + [0, 0, 1, 0]
        let id = id
        return try await thread.run { (token) throws(TokenProblem) in try token.code(for: message, under: id) }
    }
}

extension KeyFailure {
    fileprivate init(wrapping error: any Error) {
        switch error {
        case let failure as CryptoFailure: self = .crypto(failure)
        case let problem as TokenProblem: self = .unavailable(problem.description)
        default: self = .unavailable("\(error)")
        }
    }
}
