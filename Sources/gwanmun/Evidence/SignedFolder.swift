import FoundationEssentials
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import Glibc

/// What stands in `manifest.json` of a signed folder.
struct SignedManifest: Codable {
    static let name = "manifest.json"
    static let signature = "manifest.sig"
    static let key = "key.pem"

    let format: String
    let madeAt: String
    /// SHA-256 of the public key that signs.
    let keyId: String
    /// SHA-256 of each file.
    let files: [String: String]
}

/// Files, a list of their digests, and a signature over the list. The list is written last: a folder without it is not whole.
struct SignedFolder {
    private let path: String
    private var files: [String: String] = [:]

    /// - Parameter path: made here; it must not exist.
    init(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else {
            throw CommandFailure(
                .badInput, ["--output: \(path): \(LastError.text)"],
                hint: "Name a folder that is not there yet; it is made.")
        }
        self.path = path
    }

    mutating func write(_ text: String, as name: String) throws {
        let file = try DigestedFile(path + "/" + name)
        try file.write(text)
        files[name] = try file.finish()
    }

    /// Takes a folder in it over as it is, one level deep.
    mutating func adopt(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder) {
            let file = folder + "/" + name
            guard let digest = try TextFile(path + "/" + file)?.digest() else {
                throw CommandFailure("\(path)/\(file): cannot be read")
            }
            files[file] = digest
        }
    }

    func sign(_ format: String, by key: any CheckpointKey, at time: UnixTime) throws {
        let manifest = SignedManifest(
            format: format, madeAt: RFC3339.string(time), keyId: key.publicKey.fingerprint.hex, files: files)
        let bytes = Array((try SignedFolder.json(manifest) + "\n").utf8)
        let signature = try key.signature(over: bytes)
        try PrivateFile.create(path + "/" + SignedManifest.key, try key.publicKey.pem())
        try PrivateFile.create(path + "/" + SignedManifest.signature, signature)
        try PrivateFile.create(path + "/" + SignedManifest.name, bytes)
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Holds a signed folder against its list and its signature: needs nothing else.
struct SignedFolderCheck {
    enum Failure: Error {
        /// Not a folder of the kind.
        case notSigned(String)
        case differs(String)
    }

    let folder: String
    let format: String
    /// As it was kept elsewhere; `nil`: the one in the folder, which whoever made the folder anew would have put there.
    let key: DocumentVerificationKey?

    func verify() throws -> SignedManifest {
        guard let bytes = read(SignedManifest.name) else {
            throw Failure.notSigned("\(folder): holds no \(SignedManifest.name)")
        }
        guard let signature = read(SignedManifest.signature), let signer = key ?? ownKey else {
            guard Self.isOf(format, bytes) else {
                throw Failure.notSigned("\(folder)/\(SignedManifest.name): not of the format \(format)")
            }
            throw Failure.differs(
                "\(SignedManifest.signature) or \(SignedManifest.key): not there, or not what it should be")
        }
        // Before anything in it is believed.
        guard signer.verdict(on: signature, over: bytes) == .genuine else {
            throw Failure.differs("\(SignedManifest.signature): not this key's signature over \(SignedManifest.name)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let manifest = try? decoder.decode(SignedManifest.self, from: Data(bytes)), manifest.format == format
        else {
            throw Failure.notSigned("\(folder)/\(SignedManifest.name): not of the format \(format)")
        }
        for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            guard Self.isInside(name), (try? TextFile(folder + "/" + name)?.digest()) == digest else {
                throw Failure.differs("\(name): not the file that the manifest names")
            }
        }
        let own = [SignedManifest.name, SignedManifest.signature, SignedManifest.key]
        if let strange = names(beside: own, in: manifest).first {
            throw Failure.differs("\(strange): not named by the manifest")
        }
        return manifest
    }

    /// Files that lie there and are not signed, folders that hold signed files looked into.
    private func names(beside own: [String], in manifest: SignedManifest) -> [String] {
        let folders = Set(manifest.files.keys.compactMap { $0.split(separator: "/").dropLast().first.map(String.init) })
        func list(_ path: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
        }
        let deeper = folders.sorted().flatMap { inner in list(folder + "/" + inner).map { inner + "/" + $0 } }
        let top = list(folder).filter { !own.contains($0) && !folders.contains($0) }
        return (top + deeper).filter { manifest.files[$0] == nil }
    }

    /// What it says of itself, which nothing vouches for: enough to tell a folder of another kind from one that was changed.
    private static func isOf(_ format: String, _ manifest: [UInt8]) -> Bool {
        struct Kind: Decodable { let format: String }
        return (try? JSONDecoder().decode(Kind.self, from: Data(manifest)))?.format == format
    }

    /// In the folder itself, or in one in it.
    private static func isInside(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 2 && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }

    private var ownKey: DocumentVerificationKey? {
        read(SignedManifest.key).flatMap { try? DocumentVerificationKey(pem: $0) }
    }

    /// At most a mebibyte.
    private func read(_ name: String) -> [UInt8]? {
        try? TextFile(folder + "/" + name)?.content()
    }
}
