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
    /// Good by a key that lies in the trail's folder and was not named.
    private var byEarlierKeys: [ChainBreak] = []
    /// The last record that a good one by a key which was named is of.
    private var lastByKnown: UInt64 = 0

    init(_ sources: AnchorSources, of folder: DiskFolder) throws(FileFailure) {
        var keys: [SHA256Digest: DocumentVerificationKey] = [:]
        for key in sources.keys { keys[key.fingerprint] = key }
        let names = try folder.names()
        if keys.isEmpty, sources.includesOwn || !sources.files.isEmpty {
            keysAreOwn = true
            for key in try CheckpointKeyPaper.keys(in: folder, names) { keys[key.fingerprint] = key }
        }
        var earlier: [SHA256Digest: DocumentVerificationKey] = [:]
        if sources.acceptsEarlierKeys, !keysAreOwn {
            for key in try CheckpointKeyPaper.keys(in: folder, names) { earlier[key.fingerprint] = key }
        }
        if sources.includesOwn, names.contains(CheckpointFile.name) {
            hasOwn = true
            try read(folder.file(CheckpointFile.name), by: keys, earlier)
        }
        for file in sources.files { try read(file, by: keys, earlier) }
        // A key that was replaced fixes nothing behind the first word of the one that replaced it.
        if fault == nil { fault = byEarlierKeys.first { $0.sequence > lastByKnown } }
    }

    func isOwn(_ anchor: Anchor) -> Bool { hasOwn && anchor.file == 0 }

    private mutating func read(
        _ path: String, by keys: [SHA256Digest: DocumentVerificationKey],
        _ earlier: [SHA256Digest: DocumentVerificationKey]
    ) throws(FileFailure) {
        let file = files.count
        files.append(path)
        var lines = try CheckpointLines(path)
        while let piece = try lines.next() {
            switch piece {
            case .malformed: note(path, lines.number, 0, .checkpointMalformed)
            case .checkpoint(let checkpoint, _):
                let sequence = checkpoint.point.sequence
                guard let key = keys[checkpoint.keyID] ?? earlier[checkpoint.keyID] else {
                    note(path, lines.number, sequence, .checkpointKey(checkpoint.keyID))
                    continue
                }
                guard checkpoint.verdict(by: key) == .genuine else {
                    note(path, lines.number, sequence, .checkpointForged)
                    continue
                }
                if keys[checkpoint.keyID] != nil {
                    lastByKnown = max(lastByKnown, sequence)
                } else {
                    byEarlierKeys.append(
                        ChainBreak(
                            file: path, line: lines.number, sequence: sequence,
                            difference: .checkpointKey(checkpoint.keyID)))
                }
                anchors.append(Anchor(point: checkpoint.point, time: checkpoint.time, file: file, line: lines.number))
            }
        }
    }

    private mutating func note(_ path: String, _ line: Int, _ sequence: UInt64, _ difference: ChainBreak.Difference) {
        if fault == nil { fault = ChainBreak(file: path, line: line, sequence: sequence, difference: difference) }
    }
}
