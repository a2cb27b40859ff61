public import GatewayCrypto
public import GatewayIdentity

/// What a node says, signed, about its trail: the record with this number has this hash. Kept where the trail is not, it anchors everything
/// up to that record.
///
///     {"format":"gwanmun-audit-checkpoint/1","seq":7,"hash":"…64…","ts":"…","host":"gw01","key_id":"…64…","algorithm":"ed25519","signature":"…"}⏎
///
/// One line of canonical JSON, as records have it. The signature covers the line without the member `signature`: the bytes from `{` to the quote
/// that ends `algorithm`, and a `}`.
public struct Checkpoint: Hashable, Sendable {
    public static let format = "gwanmun-audit-checkpoint/1"
    /// Longest line with its LF, in bytes.
    public static let lineLimit = 4096

    public let point: ChainPoint
    /// When it was signed.
    public let time: UnixTime
    public let host: String
    /// SHA-256 of the public key (SubjectPublicKeyInfo).
    public let keyID: SHA256Digest
    public let algorithm: DocumentAlgorithm
    public let signature: [UInt8]

    /// What is yet to be signed.
    public struct Statement: Hashable, Sendable {
        public let point: ChainPoint
        public let time: UnixTime
        public let host: String

        public init(_ point: ChainPoint, at time: UnixTime, host: String) {
            self.point = point
            self.time = time
            self.host = host
        }

        /// The bytes that are signed.
        public func bytes(keyID: SHA256Digest, algorithm: DocumentAlgorithm) -> [UInt8] {
            var text = RecordBuffer(capacity: 512)
            text.append("{\"format\":")
            text.quoted(Checkpoint.format)
            text.append(",\"seq\":")
            text.append(decimal: point.sequence)
            text.append(",\"hash\":\"")
            text.append(hex: point.hash)
            text.append("\",\"ts\":")
            text.quoted(RFC3339.string(time))
            text.append(",\"host\":")
            text.quoted(host)
            text.append(",\"key_id\":\"")
            text.append(hex: keyID)
            text.append("\",\"algorithm\":")
            text.quoted(algorithm.rawValue)
            text.append("}")
            return text.withBytes { Array($0) }
        }
    }

    public init(
        _ statement: Statement, keyID: SHA256Digest, algorithm: DocumentAlgorithm, signature: [UInt8]
    ) {
        point = statement.point
        time = statement.time
        host = statement.host
        self.keyID = keyID
        self.algorithm = algorithm
        self.signature = signature
    }

    /// What `signature` covers.
    public var signedBytes: [UInt8] {
        Statement(point, at: time, host: host).bytes(keyID: keyID, algorithm: algorithm)
    }

    /// With its LF.
    public var line: [UInt8] {
        signedBytes.dropLast() + Array(",\"signature\":\"".utf8) + Array(Hex.encode(signature).utf8)
            + Array("\"}\n".utf8)
    }

    /// - Parameter line: without its LF; `nil` for anything that `line` would not have written.
    public init?(line: UnsafeRawBufferPointer) {
        guard line.count < Self.lineLimit, let members = JSONReader.members(of: line) else { return nil }
        var texts: [String: String] = [:]
        var sequence: UInt64?
        for member in members {
            switch member.value {
            case .string(let text): texts[member.name] = text
            case .integer(let number) where member.name == "seq": sequence = UInt64(exactly: number)
            case .integer, .array, .object: return nil
            }
        }
        guard let sequence, sequence > 0, sequence < RecordLine.sequenceLimit,
            let hash = texts["hash"].flatMap({ SHA256Digest(hex: $0) }),
            let time = texts["ts"].flatMap(RFC3339.parse), let host = texts["host"],
            let keyID = texts["key_id"].flatMap({ SHA256Digest(hex: $0) }),
            let algorithm = texts["algorithm"].flatMap(DocumentAlgorithm.init),
            let signature = texts["signature"].flatMap({ Hex.decode($0) })
        else { return nil }
        self.init(
            Statement(ChainPoint(sequence: sequence, hash: hash), at: time, host: host), keyID: keyID,
            algorithm: algorithm, signature: signature)
        // One spelling: whatever else would be read the same is no checkpoint.
        guard line.elementsEqual(self.line.dropLast()) else { return nil }
    }

    public func verdict(by key: DocumentVerificationKey) -> SignatureVerdict {
        guard key.fingerprint == keyID, key.algorithm == algorithm else { return .forged }
        return key.verdict(on: signature, over: signedBytes)
    }
}
