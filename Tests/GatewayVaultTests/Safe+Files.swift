import FoundationEssentials
import GatewayIdentity
import GatewayTesting

extension Safe {
    /// Whether the bytes are in a file of the store, as they are or as the store spells them.
    func files(contain bytes: [UInt8]) throws -> Bool {
        let spellings = [bytes, Array(Base64URL.encode(bytes).utf8), Array(Hex.encode(bytes).utf8)]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let file = Array(try Data(contentsOf: URL(filePath: folder.path + "/" + name)))
            if spellings.contains(where: { file.contains($0) }) { return true }
        }
        return false
    }
}
