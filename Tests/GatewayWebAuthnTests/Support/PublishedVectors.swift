import FoundationEssentials
import GatewayIdentity

/// The test vectors of W3C Web Authentication Level 3, section "Test Vectors" (`Vectors/w3c-webauthn-3.json` says where from).
struct PublishedVectors: Decodable {
    struct Bytes: Decodable {
        let bytes: [UInt8]

        init(from decoder: any Decoder) throws {
            bytes = Hex.decode(try decoder.singleValueContainer().decode(String.self)) ?? []
        }
    }

    struct Registration: Decodable {
        let challenge: Bytes
        let clientDataJSON: Bytes
        let attestationObject: Bytes
    }

    struct Authentication: Decodable {
        let challenge: Bytes
        let authenticatorData: Bytes
        let clientDataJSON: Bytes
        let signature: Bytes
    }

    struct Vector: Decodable {
        /// The heading's anchor in the specification.
        let section: String
        let registration: Registration
        let authentication: Authentication
    }

    let vectors: [Vector]
    let attestationRoot: Bytes

    /// - Parameter name: of a file in `Vectors`; `made-vectors` are those of `make-vectors.py`.
    static func read(_ name: String = "w3c-webauthn-3") throws -> PublishedVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    }
}
