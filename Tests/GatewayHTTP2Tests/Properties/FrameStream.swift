/// What a session has written, looked at as frames.
struct FrameStream {
    private var unread: [UInt8] = []
    private var isOver = false

    /// - Parameter preface: bytes that come before the first frame.
    init(preface: Int = 0) { toSkip = preface }

    private var toSkip: Int

    /// - Returns: what is wrong with the frames, or `nil`.
    mutating func add(_ bytes: [UInt8]) -> String? {
        let skipped = min(toSkip, bytes.count)
        toSkip -= skipped
        unread += bytes.dropFirst(skipped)
        while unread.count >= 9 {
            let length = Int(unread[0]) << 16 | Int(unread[1]) << 8 | Int(unread[2])
            if length > 16_384 { return "a frame of \(length) bytes" }
            guard unread.count >= 9 + length else { return nil }
            if isOver { return "a frame behind the last" }
            if unread[3] == 7, unread[9 + 4..<9 + 8].contains(where: { $0 != 0 }) { isOver = true }
            unread.removeFirst(9 + length)
        }
        return nil
    }

    var endsWithWholeFrame: Bool { unread.isEmpty }
}
