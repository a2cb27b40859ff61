internal import GatewayFIDO2

/// A credential's public key in COSE (RFC 9052 section 7, RFC 9053 section 7), as WebAuthn Level 2 section 5.8.5 narrows it.
enum COSEKey {
    /// RFC 9052 section 7.1, RFC 9053 table 18 and 19, RFC 8230 section 4.
    private enum Label {
        static let keyType: Int64 = 1, algorithm: Int64 = 3
        static let curve: Int64 = -1, x: Int64 = -2, y: Int64 = -3
        static let modulus: Int64 = -1, exponent: Int64 = -2
    }

    /// What the key says of itself; `nil` for no algorithm, or one that nobody here verifies.
    static func algorithm(of key: CBOR) -> SignatureAlgorithm? {
        parameters(of: key)?[Label.algorithm]?.integer.flatMap(SignatureAlgorithm.init(rawValue:))
    }

    /// `nil` unless key type, curve and lengths are those of the algorithm, the members are exactly those of section 5.8.5, and libfido2 takes the key.
    static func publicKey(in key: CBOR) -> CredentialPublicKey? {
        guard let parameters = parameters(of: key), let algorithm = algorithm(of: key) else { return nil }
        let shape = Shape(of: algorithm)
        guard Set(parameters.keys) == shape.labels, parameters[Label.keyType]?.integer == shape.keyType,
            shape.curve == nil || parameters[Label.curve]?.integer == shape.curve
        else { return nil }
        var material: [UInt8] = []
        for (label, size) in shape.values {
            guard let bytes = parameters[label]?.bytes, bytes.count == size else { return nil }
            material += bytes
        }
        return CredentialPublicKey(algorithm: algorithm, material: material)
    }

    private static func parameters(of key: CBOR) -> [Int64: CBOR]? {
        guard let entries = key.entries else { return nil }
        var parameters: [Int64: CBOR] = [:]
        for entry in entries {
            guard let label = entry.key.integer else { return nil }
            parameters[label] = entry.value
        }
        return parameters
    }

    private struct Shape {
        let keyType: Int64
        let curve: Int64?
        /// In the order that libfido2 takes them, with their sizes in bytes.
        let values: [(label: Int64, size: Int)]

        init(of algorithm: SignatureAlgorithm) {
            switch algorithm {
            case .es256: (keyType, curve, values) = (2, 1, [(Label.x, 32), (Label.y, 32)])
            case .es384: (keyType, curve, values) = (2, 2, [(Label.x, 48), (Label.y, 48)])
            case .edDSA: (keyType, curve, values) = (1, 6, [(Label.x, 32)])
            case .rs256: (keyType, curve, values) = (3, nil, [(Label.modulus, 256), (Label.exponent, 3)])
            }
        }

        var labels: Set<Int64> {
            Set([Label.keyType, Label.algorithm] + (curve == nil ? [] : [Label.curve]) + values.map(\.label))
        }
    }
}
