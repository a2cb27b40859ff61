internal import GatewayAudit
internal import GatewayIdentity

/// The segments of a trail one by one, for whoever keeps places in them. Also of a live trail.
public struct SegmentShelf: Sendable {
    private let directory: String

    public init(directory: String) { self.directory = directory }

    /// In the order of their records.
    public func segments() throws(FileFailure) -> [SegmentName] { try folder().segments() }

    /// Lends the lines from `offset` on with where each begins, without their LF, until `use` says stop.
    ///
    /// - Returns: whether it came to the end of the segment, or was stopped; `false` where no line is to be read any more though there are bytes.
    @discardableResult
    public func forEachLine(
        of segment: SegmentName, from offset: Int = 0, _ use: (Int, UnsafeRawBufferPointer) -> ReadingStep
    ) throws(FileFailure) -> Bool {
        var lines = try SegmentLines(segment, in: folder(), from: offset)
        while true {
            let start = lines.offset
            let step = try lines.next { piece -> ReadingStep? in
                switch piece {
                case .line(let line): use(start, line)
                case .unfinished: .stop
                case .tooLong: nil
                }
            }
            guard let step else { return true }
            guard let step else { return false }
            if step == .stop { return true }
        }
    }

    /// The same from the line before `end` towards the beginning.
    ///
    /// - Returns: where the line begins that was lent last; `end` or the end of the segment's lines when there was none.
    public func forEachLineBackwards(
        of segment: SegmentName, before end: Int, _ use: (Int, UnsafeRawBufferPointer) -> ReadingStep
    ) throws(FileFailure) -> Int {
        var lines = try SegmentTail(segment, in: folder(), before: end)
        var reached = min(end, try length(of: segment))
        while let step = try lines.nextPlaced({ start, line in
            reached = start
            return use(start, line)
        }) {
            if step == .stop { break }
        }
        return reached
    }

    /// Bytes the segment holds now.
    public func length(of segment: SegmentName) throws(FileFailure) -> Int {
        try SegmentReader(segment, in: folder()).length
    }

    /// The hash of its first record, which tells it from any other segment of the same name; `nil` when it has no whole record yet.
    public func identity(of segment: SegmentName) throws(FileFailure) -> SegmentIdentity? {
        var identity: SegmentIdentity?
        try forEachLine(of: segment) { _, line in
            identity = RecordFrame(line).map { SegmentIdentity($0.hash.hex) }
            return .stop
        }
        return identity
    }

    private func folder() throws(FileFailure) -> DiskFolder { try DiskFolder(directory, isMade: false) }
}

/// What a segment begins with.
public struct SegmentIdentity: Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }
}
