public import GatewayAudit

/// What is left of a trail's records that were deleted after their time.
public enum TrailRemains {
    /// In the order of the trail, those that follow each other as one; what cannot be read is told by the verification.
    public static func deleted(in directory: String) throws(FileFailure) -> [DeletedStretch] {
        DeletedStretch.joined(try TrailPieces(DiskFolder(directory, isMade: false)).deleted)
    }
}
