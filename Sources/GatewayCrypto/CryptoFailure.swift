internal import COpenSSL

/// OpenSSL refused an operation. Never holds key bytes, plaintext or ciphertext; the text is for the operator's log.
public struct CryptoFailure: Error, Hashable, Sendable {
    public enum Operation: String, Sendable {
        case random = "draw random bytes"
        case derive = "derive a key"
        case seal = "seal"
        case open = "open a sealed value"
        case generateKey = "generate a key"
        case readKey = "read a key"
        case writeKey = "write a key"
        case sign = "sign"
        case selfTest = "self-test"
    }

    public let operation: Operation
    public let detail: String

    public init(_ operation: Operation, _ detail: String) {
        self.operation = operation
        self.detail = detail
    }

    /// Takes what OpenSSL queued for this thread, so that the next caller starts with a clean queue.
    static func drainingErrorQueue(_ operation: Operation) -> CryptoFailure {
        var texts: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            texts.append(
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
                    ERR_error_string_n(code, buffer.baseAddress, buffer.count)
                    return buffer.baseAddress.map { String(cString: $0) } ?? "unknown"
                })
        }
        return CryptoFailure(operation, texts.isEmpty ? "no reason given by OpenSSL" : texts.joined(separator: "; "))
    }
}

extension CryptoFailure: CustomStringConvertible {
    public var description: String { "cannot \(operation.rawValue): \(detail)" }
}
