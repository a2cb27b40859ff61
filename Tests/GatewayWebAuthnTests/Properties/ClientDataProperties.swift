import FoundationEssentials

@testable import GatewayWebAuthn

/// What must hold for the reader of client data whatever the bytes.
package enum ClientDataProperties {
    private struct Other: Decodable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
        let topOrigin: String?
    }

    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        guard let data = ClientData.reading(input) else { return nil }
        let text = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
        do {
            let other = try JSONDecoder().decode(Other.self, from: Data(text))
            let isSame =
                other.type == data.type && other.challenge == data.challenge && other.origin == data.origin
                && (other.crossOrigin ?? false) == data.isCrossOrigin && other.topOrigin == data.topOrigin
            return isSame ? nil : "another reader reads otherwise"
        } catch {
            return "taken, and no client data: \(error)"
        }
    }
}

extension ClientData {
    fileprivate static func reading(_ input: [UInt8]) -> ClientData? {
        do throws(WebAuthnRefusal) {
            return try ClientData(input)
        } catch {
            return nil
        }
    }
}
