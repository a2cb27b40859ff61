import FoundationEssentials
import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity

/// What a good export shows, and what it does not.
struct ExportVerdict {
    enum Gap: String {
        /// Nothing that somebody signed vouches for it.
        case madeUp = "made_up"
        /// What signed it lies in the folder.
        case keyReplaced = "key_replaced"
        case behindTheLast = "records_behind_the_last_checkpoint"
        /// A record that was asked for is among those that are left out.
        case omittedThoughAskedFor = "omitted_though_asked_for"
        /// What is said to be deleted after its time was taken out otherwise, or what stands before it was changed.
        case deletedBeforeTheirTime = "deleted_before_its_time"
    }

    let manifest: ExportManifest
    /// SHA-256 of the key that signed the manifest.
    let keyId: String?
    /// The last record that a checkpoint names whose signature is good.
    let lastCheckpoint: UInt64?
    let notExcluded: [Gap]
}

/// Holds an export against itself, and against keys and checkpoints that were kept elsewhere: needs neither the trail nor a node.
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
    /// As they were kept elsewhere; none: the one in the folder counts, which whoever made the folder anew would have put there.
    var keys: [DocumentVerificationKey] = []
    /// Files of checkpoints that were kept elsewhere.
    var checkpoints: [String] = []
    /// Somebody else's signature covers the folder.
    var isVouchedFor = false

    func verify() throws -> ExportVerdict {
        do {
            return try judge()
        } catch let problem as TextFile.Problem {
            throw Failure.differs(problem.description)
        }
    }

    private func judge() throws -> ExportVerdict {
        guard let bytes = try TextFile(folder + "/" + ExportManifest.name)?.content() else {
            throw Failure.notAnExport("\(folder): holds no \(ExportManifest.name)")
        }
        // Before anything in it is believed.
        let signer = try signer(of: bytes)
        let manifest = try manifest(bytes)
        for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            guard !name.contains("/"), try TextFile(folder + "/" + name)?.digest() == digest else {
                throw Failure.differs("\(name): not the file that the manifest names")
            }
        }
        guard manifest.files[ExportFolder.records] != nil, manifest.files[ExportFolder.omitted] != nil else {
            throw Failure.differs("the manifest names no records")
        }
        let known = keys.isEmpty ? [ownKey].compactMap(\.self) : keys
        let deleted = try deleted(manifest)
        var points = ExportPoints(manifest.firstSeq, manifest.lastSeq, without: deleted, by: known)
        if manifest.files[ExportedCheckpoints.name] != nil {
            try points.read(folder + "/" + ExportedCheckpoints.name)
        }
        let inside = points.count
        for file in checkpoints { try points.read(file) }
        if !keys.isEmpty, signer == nil, !isVouchedFor, points.count == inside {
            throw Failure.differs("nothing that vouches for it is signed with the key that was named")
        }
        try walk(manifest, points.hashes, past: deleted)
        if manifest.files[ExportFolder.table] != nil { try table(manifest) }
        return ExportVerdict(
            manifest: manifest, keyId: signer?.fingerprint.hex, lastCheckpoint: points.last,
            notExcluded: gaps(manifest, signer, points.last))
    }

    private func gaps(_ manifest: ExportManifest, _ signer: DocumentVerificationKey?, _ last: UInt64?)
        -> [ExportVerdict.Gap]
    {
        if signer != nil, !keys.isEmpty { return [] }
        var gaps: [ExportVerdict.Gap] = []
        if signer == nil, last == nil {
            gaps.append(.madeUp)
        } else if keys.isEmpty {
            gaps.append(.keyReplaced)
        }
        if signer == nil, let last, last < manifest.lastSeq { gaps.append(.behindTheLast) }
        if manifest.deleted != nil { gaps.append(.deletedBeforeTheirTime) }
        if manifest.omitted > 0 { gaps.append(.omittedThoughAskedFor) }
        return gaps
    }

    private var ownKey: DocumentVerificationKey? {
        (try? TextFile(folder + "/" + SignedManifest.key)?.content()).flatMap { try? DocumentVerificationKey(pem: $0) }
    }

    /// - Returns: the key whose signature the manifest has; `nil` for one that nobody signed.
    private func signer(of manifest: [UInt8]) throws -> DocumentVerificationKey? {
        guard let signature = try TextFile(folder + "/" + SignedManifest.signature)?.content() else {
            // Half of it was taken away.
            guard !PrivateFile.exists(folder + "/" + SignedManifest.key) else {
                throw Failure.differs("\(SignedManifest.signature): not there")
            }
            return nil
        }
        let known = keys.isEmpty ? [ownKey].compactMap(\.self) : keys
        guard let signer = known.first(where: { $0.verdict(on: signature, over: manifest) == .genuine }) else {
            throw Failure.differs("\(SignedManifest.signature): not this key's signature over \(ExportManifest.name)")
        }
        return signer
    }

    private func manifest(_ bytes: [UInt8]) throws -> ExportManifest {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let manifest = try? decoder.decode(ExportManifest.self, from: Data(bytes)),
            manifest.format == ExportManifest.format
        else {
            throw Failure.notAnExport("\(folder)/\(ExportManifest.name): not of the format \(ExportManifest.format)")
        }
        guard manifest.firstSeq <= manifest.lastSeq, manifest.lastSeq < RecordLine.sequenceLimit else {
            throw Failure.differs("the manifest names no piece of a trail")
        }
        return manifest
    }

    /// As many as there are segments of a trail that nobody could fill.
    private static let mostDeleted = 1 << 16

    /// What is left of records that were deleted after their time, in its order.
    private func deleted(_ manifest: ExportManifest) throws -> [DeletedStretch] {
        var stretches: [DeletedStretch] = []
        var count: UInt64 = 0
        if manifest.files[ExportFolder.deleted] != nil {
            let file = TextFile(folder + "/" + ExportFolder.deleted)
            while stretches.count <= Self.mostDeleted, let line = try file?.next() {
                guard let stretch = DeletedStretch(line: line + [0x0A]) else {
                    throw Failure.differs("\(ExportFolder.deleted): does not say what was deleted")
                }
                stretches.append(stretch)
            }
        }
        var last = manifest.firstSeq &- 1
        for stretch in stretches {
            guard stretch.first > last, stretch.last <= manifest.lastSeq else {
                throw Failure.differs("\(ExportFolder.deleted): does not say what was deleted")
            }
            last = stretch.last
            count += stretch.count
        }
        guard stretches.count <= Self.mostDeleted, count == manifest.deleted ?? 0 else {
            throw Failure.differs("the manifest counts \(manifest.deleted ?? 0) deleted records, there are \(count)")
        }
        return stretches
    }

    /// Told records, omitted ones and those that were deleted by turns, as their numbers say.
    private func walk(_ manifest: ExportManifest, _ points: [UInt64: SHA256Digest], past deleted: [DeletedStretch])
        throws
    {
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
        var (record, proof) = (try told.next(), try omitted.next().map(Self.proof))
        var (records, proofs) = (0, 0)
        var stretches = deleted[...]
        do {
            while record != nil || proof != nil || !stretches.isEmpty {
                let next = chain.last.sequence + 1
                if let line = record, Self.sequence(line) == next {
                    try Self.take(line, &chain)
                    records += 1
                    record = try told.next()
                } else if case .some(.some(let omission)) = proof, omission.sequence == next {
                    try chain.take(omission)
                    proofs += 1
                    proof = try omitted.next().map(Self.proof)
                } else if let stretch = stretches.first, stretch.first == next {
                    try chain.pass(stretch)
                    stretches = stretches.dropFirst()
                } else {
                    throw ExportChain.Problem.missing(next)
                }
                let last = chain.last
                if let hash = points[last.sequence], hash != last.hash {
                    throw ExportChain.Problem.checkpoint(last.sequence)
                }
            }
            guard chain.last.sequence == manifest.lastSeq, chain.last.hash.hex == manifest.lastHash else {
                throw ExportChain.Problem.end
            }
        } catch let problem as ExportChain.Problem {
            throw Failure.differs("\(problem)")
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

    /// The table must say what the records say.
    private func table(_ manifest: ExportManifest) throws {
        let hasher = SHA256Hasher()
        hasher.update(Array(((manifest.csvMark ?? false ? ExportCSV.mark : "") + ExportCSV.header).utf8))
        try TextFile(folder + "/" + ExportFolder.records)?.forEachLine { line in
            hasher.update(Array((ParsedRecord(line: line).map(ExportCSV.row) ?? "").utf8))
        }
        guard hasher.finish().hex == manifest.files[ExportFolder.table] else {
            throw Failure.differs("\(ExportFolder.table): does not say what the records say")
        }
    }
}
