internal import CFIDO2
public import GatewayCrypto
public import GatewayIdentity

/// The signature of an assertion, as `fido_assert_verify` judges it. What else an assertion needs is the caller's.
public enum AssertionCheck {
    /// - Parameters:
    ///   - authenticatorData: the very bytes that were signed.
    ///   - extensions: the extension outputs in it, read.
    /// - Returns: `.forged` also for what libfido2 cannot read, and when user presence is missing or the hash is another party's.
    public static func verdict(
        on signature: [UInt8], over authenticatorData: [UInt8], extensions: CBOR?, clientDataHash: SHA256Digest,
        relyingParty: String, key: CredentialPublicKey
    ) -> SignatureVerdict {
        FIDO2Thread.prepare()
        guard let assertion = Assertion(),
            assertion.take(
                signature, authenticatorData, ExtensionOutputs.ofAssertion(extensions), clientDataHash, relyingParty)
        else { return .forged }
        let isGenuine = key.withNative { assertion.isGenuine(under: $0, key.algorithm) }
        return isGenuine == true ? .genuine : .forged
    }
}

/// Sole owner of one `fido_assert_t *`.
private struct Assertion: ~Copyable {
    private let pointer: OpaquePointer  // fido_assert_t *

    init?() {
        guard let pointer = fido_assert_new() else { return nil }
        self.pointer = pointer
    }

    deinit {
        var pointer: OpaquePointer? = pointer
        fido_assert_free(&pointer)
    }

    func take(
        _ signature: [UInt8], _ authenticatorData: [UInt8], _ extensions: ExtensionOutputs, _ hash: SHA256Digest,
        _ relyingParty: String
    ) -> Bool {
        let hash = hash.bytes
        return fido_assert_set_count(pointer, 1) == FIDO_OK
            && fido_assert_set_clientdata_hash(pointer, hash, hash.count) == FIDO_OK
            && fido_assert_set_rp(pointer, relyingParty) == FIDO_OK
            && fido_assert_set_up(pointer, FIDO_OPT_TRUE) == FIDO_OK
            && fido_assert_set_extensions(pointer, extensions.mask) == FIDO_OK
            && fido_assert_set_authdata_raw(pointer, 0, authenticatorData, authenticatorData.count) == FIDO_OK
            && fido_assert_set_sig(pointer, 0, signature, signature.count) == FIDO_OK
    }

    func isGenuine(under key: UnsafeRawPointer, _ algorithm: SignatureAlgorithm) -> Bool {
        fido_assert_verify(pointer, 0, algorithm.code, key) == FIDO_OK
    }
}
