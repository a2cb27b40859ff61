internal import CFIDO2

/// A credential's public key as libfido2 takes it.
public struct CredentialPublicKey: Hashable, Sendable {
    public let algorithm: SignatureAlgorithm
    /// ES256 and ES384: `x || y`; EdDSA: 32 bytes; RS256: `n || e`, 256 and 3 bytes, big-endian.
    let material: [UInt8]

    /// `nil` unless the point is on its curve, or the modulus has 2048 bits: a key that could not verify anything is not worth registering.
    public init?(algorithm: SignatureAlgorithm, material: [UInt8]) {
        guard material.count == Self.size(of: algorithm) else { return nil }
        self.algorithm = algorithm
        self.material = material
        guard withNative({ _ in true }) == true else { return nil }
    }

    private static func size(of algorithm: SignatureAlgorithm) -> Int {
        switch algorithm {
        case .es256: 64
        case .es384: 96
        case .edDSA: 32
        case .rs256: 259
        }
    }

    /// Lends libfido2's form of the key. `nil` when libfido2 does not take it.
    func withNative<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result? {
        switch algorithm {
        case .es256:
            lend(es256_pk_new(), es256_pk_from_ptr, es256_pk_free, body)
        case .es384:
            lend(es384_pk_new(), es384_pk_from_ptr, es384_pk_free, body)
        case .edDSA:
            lend(eddsa_pk_new(), eddsa_pk_from_ptr, eddsa_pk_free, body)
        case .rs256:
            lend(rs256_pk_new(), rs256_pk_from_ptr, rs256_pk_free, body)
        }
    }

    /// - Parameters:
    ///   - new: what the `_new` function returned; freed here.
    ///   - fill: takes the material over, and looks at the key as OpenSSL has it.
    private func lend<Result>(
        _ new: OpaquePointer?, _ fill: (OpaquePointer?, UnsafeRawPointer?, Int) -> Int32,
        _ free: (UnsafeMutablePointer<OpaquePointer?>?) -> Void, _ body: (UnsafeRawPointer) -> Result
    ) -> Result? {
        var key = new
        defer { free(&key) }
        guard let key, fill(key, material, material.count) == FIDO_OK else { return nil }
        return body(UnsafeRawPointer(key))
    }
}
