internal import GatewayAudit
internal import GatewayCrypto
internal import GatewayIdentity
internal import Glibc

/// Every checkpoint that a trail is held against, its signature judged.
struct AnchorBook {
    /// The files, the trail's own first where it counts.
    private(set) var files: [String] = []
    private(set) var hasOwn = false
    private(set) var keysAreOwn = false
    private(set) var anchors: [Anchor] = []
    /// The first line that is no checkpoint, or not signed as it should be.
    private(set) var fault: ChainBreak?

    init(_ sources: AnchorSources, of folder: DiskFolder) throws(FileFailure) {
        var keys: [SHA256Digest: DocumentVerificationKey] = [:]
        for key in sources.keys { keys[key.fingerprint] = key }
        let names = try folder.names()
        if keys.isEmpty, sources.includesOwn || !sources.files.isEmpty {
            keysAreOwn = true
            for key in try CheckpointKeyPaper.keys(in: folder, names) { keys[key.fingerprint] = key }
        }
        if sources.includesOwn, names.contains(CheckpointFile.name) {
            hasOwn = true
            try read(folder.file(CheckpointFile.name), by: keys)
        }
        for file in sources.files { try read(file, by: keys) }
    }

    func isOwn(_ anchor: Anchor) -> Bool { hasOwn && anchor.file == 0 }

    private mutating func read(_ path: String, by keys: [SHA256Digest: DocumentVerificationKey]) throws(FileFailure) {
        let file = files.count
        files.append(path)
        var lines = try CheckpointLines(path)
        while let piece = try lines.next() {
            switch piece {
            case .malformed: note(path, lines.number, 0, .checkpointMalformed)
            case .checkpoint(let checkpoint, _):
                let sequence = checkpoint.point.sequence
                guard let key = keys[checkpoint.keyID] else {
                    note(path, lines.number, sequence, .checkpointKey(checkpoint.keyID))
                    continue
                }
                guard checkpoint.verdict(by: key) == .genuine else {
                    note(path, lines.number, sequence, .checkpointForged)
                    continue
                }
                anchors.append(Anchor(point: checkpoint.point, file: file, line: lines.number))
            }
        }
    }

    private mutating func note(_ path: String, _ line: Int, _ sequence: UInt64, _ difference: ChainBreak.Difference) {
        if fault == nil { fault = ChainBreak(file: path, line: line, sequence: sequence, difference: difference) }
    }
}
