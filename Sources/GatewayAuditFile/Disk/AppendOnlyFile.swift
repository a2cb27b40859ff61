/// A segment being written. The real one is `DiskFile`; tests put one in its place that fails on demand.
protocol AppendOnlyFile: AnyObject {
    /// Bytes it holds, as far as this object knows.
    var length: Int { get }

    /// Appends all of `bytes`. When it throws, any part of them may have been written.
    func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure)
    /// Returns when everything appended is on the disk (`fdatasync`).
    func synchronize() throws(FileFailure)
    /// Drops everything behind the first `length` bytes.
    func truncate(to length: Int) throws(FileFailure)
}

/// The folder of a trail. The real one is `DiskFolder`.
protocol TrailFolder: Sendable {
    var path: String { get }

    func segments() throws(FileFailure) -> [SegmentName]
    /// Opens a segment to append to. A new one must hold nothing yet; it and its name are on the disk when this returns.
    func open(_ segment: SegmentName, isNew: Bool) throws(FileFailure) -> any AppendOnlyFile
}
