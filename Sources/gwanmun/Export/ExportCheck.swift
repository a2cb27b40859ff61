import FoundationEssentials
import GatewayAudit
import GatewayCrypto
import GatewayIdentity

/// Holds an export against itself: needs neither the trail nor a node.
struct ExportCheck {
    enum Failure: Error, CustomStringConvertible {
        case notAnExport(String)
        case differs(String)

        var description: String {
            switch self {
            case .notAnExport(let detail): detail
            case .differs(let detail): detail
            }
        }
    }

    let folder: String

    func verify() throws -> ExportManifest {
        let manifest = try manifest()
        for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            guard !name.contains("/"), let found = digest256(name), found == digest else {
                throw Failure.differs("\(name): not the file that the manifest names")
            }
        }
        guard manifest.files[ExportFolder.records] != nil, manifest.files[ExportFolder.omitted] != nil else {
            throw Failure.differs("the manifest names no records")
        }
        let points = try checkpoints(manifest)
        try walk(manifest, points)
        if manifest.files[ExportFolder.table] != nil { try table(manifest) }
        return manifest
    }

    private func manifest() throws -> ExportManifest {
        guard let file = TextFile(folder + "/" + ExportManifest.name) else {
            throw Failure.notAnExport("\(folder): holds no \(ExportManifest.name)")
        }
        var bytes: [UInt8] = []
        file.forEachLine { bytes += Array($0) + [0x0A] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let manifest = try? decoder.decode(ExportManifest.self, from: Data(bytes)),
            manifest.format == ExportManifest.format
        else {
            throw Failure.notAnExport("\(folder)/\(ExportManifest.name): not of the format \(ExportManifest.format)")
        }
        return manifest
    }

    /// Told records and omitted ones by turns, as their numbers say.
    private func walk(_ manifest: ExportManifest, _ points: [UInt64: String]) throws {
        guard manifest.firstSeq > 0 else {
            guard manifest.records == 0, manifest.omitted == 0 else {
                throw Failure.differs("the manifest counts records of nothing")
            }
            return
        }
        guard let told = TextFile(folder + "/" + ExportFolder.records),
            let omitted = TextFile(folder + "/" + ExportFolder.omitted),
            let previous = manifest.prevHash.flatMap({ SHA256Digest(hex: $0) })
        else { throw Failure.differs("the manifest does not say what comes before") }
        var chain = ExportChain(after: ChainPoint(sequence: manifest.firstSeq - 1, hash: previous))
        var (record, proof) = (told.next(), omitted.next().map(Self.proof))
        var (records, proofs) = (0, 0)
        do throws(ExportChain.Problem) {
            while record != nil || proof != nil {
                let next = chain.last.sequence + 1
                if let line = record, Self.sequence(line) == next {
                    try Self.take(line, &chain)
                    records += 1
                    record = told.next()
                } else if case .some(.some(let omission)) = proof, omission.sequence == next {
                    try chain.take(omission)
                    proofs += 1
                    proof = omitted.next().map(Self.proof)
                } else {
                    throw .missing(next)
                }
                if let hash = points[next], hash != chain.last.hash.hex { throw .checkpoint(next) }
            }
            guard chain.last.sequence == manifest.lastSeq, chain.last.hash.hex == manifest.lastHash else { throw .end }
        } catch {
            throw Failure.differs("\(error)")
        }
        guard records == manifest.records, proofs == manifest.omitted else {
            throw Failure.differs(
                "the manifest counts \(manifest.records) records and \(manifest.omitted) omitted, there are \(records) and \(proofs)"
            )
        }
    }

    private static func take(_ line: [UInt8], _ chain: inout ExportChain) throws(ExportChain.Problem) {
        try line.withUnsafeBytes { bytes in
            Result { () throws(ExportChain.Problem) in try chain.take(record: bytes) }
        }.get()
    }

    private static func sequence(_ line: [UInt8]) -> UInt64? { line.withUnsafeBytes { RecordFrame($0)?.sequence } }

    private static func proof(_ line: [UInt8]) -> OmissionProof? { line.withUnsafeBytes { OmissionProof(line: $0) } }

    private func checkpoints(_ manifest: ExportManifest) throws -> [UInt64: String] {
        guard manifest.files[ExportedCheckpoints.name] != nil else { return [:] }
        var points: [UInt64: String] = [:]
        TextFile(folder + "/" + ExportedCheckpoints.name)?.forEachLine { line in
            if let point = CheckpointPoint(line) { points[point.sequence] = point.hash }
        }
        return points
    }

    /// The table must say what the records say.
    private func table(_ manifest: ExportManifest) throws {
        let hasher = SHA256Hasher()
        hasher.update(Array(((manifest.csvMark ?? false ? ExportCSV.mark : "") + ExportCSV.header).utf8))
        TextFile(folder + "/" + ExportFolder.records)?.forEachLine { line in
            hasher.update(Array((ParsedRecord(line: line).map(ExportCSV.row) ?? "").utf8))
        }
        guard hasher.finish().hex == manifest.files[ExportFolder.table] else {
            throw Failure.differs("\(ExportFolder.table): does not say what the records say")
        }
    }

    private func digest256(_ name: String) -> String? {
        guard let file = TextFile(folder + "/" + name) else { return nil }
        return file.digest()
    }
}
