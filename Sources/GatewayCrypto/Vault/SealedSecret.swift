internal import GatewayIdentity

/// Names one key that seals, a data key or an account's: 128 random bits as 32 lower-case hexadecimal digits.
public struct DataKeyID: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes.
    public let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    public init?(_ text: String) {
        guard let bytes = Hex.decode(text), bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    public var description: String { Hex.encode(bytes) }
}

/// A secret as the store holds it: `format (1) || key id (16) || box`, where the box is AES-256-GCM under that key.
public struct SealedSecret: Hashable, Sendable {
    private static let format: UInt8 = 1

    public let key: DataKeyID
    let box: [UInt8]

    init(key: DataKeyID, box: [UInt8]) {
        self.key = key
        self.box = box
    }

    /// Base64url; `nil` for another format.
    public init?(stored text: String) {
        guard let bytes = Base64URL.decode(Array(text.utf8)), bytes.count > 17, bytes[0] == Self.format else {
            return nil
        }
        key = DataKeyID(bytes: Array(bytes[1..<17]))
        box = Array(bytes[17...])
    }

    public var stored: String { Base64URL.encode([Self.format] + key.bytes + box) }

    /// How every secret begins in the store that is sealed under the key: 22 characters, for searching. The 23rd has bits of the box.
    public static func storedPrefix(under key: DataKeyID) -> String {
        String(Base64URL.encode([format] + key.bytes).prefix(22))
    }
}

/// Where a sealed secret belongs. Copied to another row, table or account it does not open.
public struct SealBinding: Hashable, Sendable {
    public let table: String
    public let row: String
    /// Empty for what belongs to the node and to no account.
    public let account: String

    public init(table: String, row: String, account: String) {
        self.table = table
        self.row = row
        self.account = account
    }

    /// Each part behind its length, so that no two bindings share their bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for part in [table, row, account] {
            let text = Array(part.utf8)
            withUnsafeBytes(of: UInt32(text.count).bigEndian) { bytes += $0 }
            bytes += text
        }
        return bytes
    }
}
