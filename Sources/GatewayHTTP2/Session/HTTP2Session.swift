internal import CNghttp2
public import NIOCore

/// One HTTP/2 connection: sole owner of an `nghttp2_session *`. Use on one event loop only.
///
/// Bytes go in by `receive`, what they mean comes out as events, and bytes for the peer are fetched by `writeOutput`:
/// after each `receive`, and after anything was submitted. It reads no clock; it is told the time.
public class HTTP2Session {
    let engine: OpaquePointer  // nghttp2_session *
    let limits: HTTP2Limits
    var streams = StreamTable()
    var floods: FloodGuard

    /// Whom to tell, while `receive` or `writeOutput` runs.
    private(set) var events: (any HTTP2Events)?
    private(set) var now = NIODeadline.uptimeNanoseconds(0)
    /// The caller's buffer, while `writeOutput` runs.
    var output = ByteBuffer()
    private(set) var outputLimit = 0
    private(set) var isEnding = false
    /// nghttp2 can make no more frames.
    private var isBroken = false
    /// We said that we open no more streams for the peer.
    var isDraining = false
    /// Producers that were told to wait.
    var heldBack = 0

    var block = FieldBlockState()
    var trailers = TrailerText()

    /// Why the connection was ended by us, once it was. What is left to do is to write the output, then to close.
    public private(set) var failure: HTTP2Failure?
    /// Whether the peer's first SETTINGS frame has come.
    public internal(set) var hasPeerSettings = false

    /// - Parameter make: `nghttp2_session_server_new2` or `nghttp2_session_client_new2`.
    init(
        _ settings: HTTP2Settings, _ limits: HTTP2Limits,
        make: (
            UnsafeMutablePointer<OpaquePointer?>, OpaquePointer, UnsafeMutableRawPointer?, OpaquePointer
        ) -> CInt
    ) throws(HTTP2Failure) {
        let options = try Nghttp2Options(settings, limits)
        var made: OpaquePointer?
        guard let table = Nghttp2Callbacks.table, make(&made, table, nil, options.pointer) == 0, let made else {
            throw .outOfMemory
        }
        engine = made
        self.limits = limits
        floods = FloodGuard(limits)
        nghttp2_session_set_user_data(made, Unmanaged.passUnretained(self).toOpaque())
        settle(
            nghttp2_session_set_local_window_size(
                made, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(settings.connectionWindow)))
    }

    deinit { nghttp2_session_del(engine) }

    // MARK: Bytes in, bytes out

    /// Takes bytes from the peer.
    ///
    /// - Returns: `failure`. Then nothing is read any more; write the output, which says why, and close.
    public func receive(
        _ bytes: UnsafeRawBufferPointer, at now: NIODeadline, telling events: any HTTP2Events
    ) -> HTTP2Failure? {
        // nghttp2 ignores what comes behind an end of ours, but must not be asked again once it has given up.
        guard !isEnding, !bytes.isEmpty else { return failure }
        self.now = now
        self.events = events
        defer { self.events = nil }
        let taken = nghttp2_session_mem_recv(engine, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        if taken < 0 {
            fail(failure ?? Self.failure(for: CInt(taken)))
        } else if nghttp2_session_get_outbound_queue_size(engine) > limits.queuedFrames {
            fail(.outputNotRead)
        }
        wakeProducers()
        return failure
    }

    /// Writes frames for the peer: all that waits, or as many as go into `limit` bytes and at most one frame more.
    ///
    /// - Returns: `failure`; a rule that the peer broke in a way the library judged shows here first.
    public func writeOutput(
        into buffer: inout ByteBuffer, atMost limit: Int, at now: NIODeadline, telling events: any HTTP2Events
    ) -> HTTP2Failure? {
        self.now = now
        self.events = events
        swap(&output, &buffer)
        defer {
            swap(&output, &buffer)
            self.events = nil
        }
        outputLimit = output.readableBytes + limit
        repeat { sendFrames() } while wakeProducers() && output.readableBytes < outputLimit
        // An idle connection keeps no text.
        if streams.isEmpty { releaseHeads() }
        return failure
    }

    private func sendFrames() {
        while output.readableBytes < outputLimit {
            var frame: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(engine, &frame)
            guard count > 0 else {
                if count < 0 { isBroken = true }
                return settle(CInt(count))
            }
            output.writeBytes(UnsafeRawBufferPointer(start: frame, count: count))
        }
    }

    /// Whether `writeOutput` has something to write.
    public var wantsToWrite: Bool { !isBroken && nghttp2_session_want_write(engine) != 0 }

    /// Whether all has been said and written: close the connection.
    public var isFinished: Bool { (isEnding || nghttp2_session_want_read(engine) == 0) && !wantsToWrite }

    /// Ends the connection for a reason of ours. The first reason stays.
    public func fail(_ reason: HTTP2Failure) {
        if failure == nil { failure = reason }
        if !isEnding { end(reason.errorCode) }
    }

    /// Ends the connection at once: a GOAWAY frame is the last thing written, and open streams are dropped without a
    /// further event.
    public func end(_ code: HTTP2ErrorCode) {
        isEnding = true
        settle(nghttp2_session_terminate_session(engine, code.rawValue))
    }

    /// Takes note of what nghttp2 answered. What it answers for a stream that is gone is no failure.
    func settle(_ answer: CInt) {
        if nghttp2_is_fatal(answer) != 0 { fail(Self.failure(for: answer)) }
    }

    private static func failure(for error: CInt) -> HTTP2Failure {
        switch error {
        case NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue: .prefaceInvalid
        case NGHTTP2_ERR_FLOODED.rawValue: .outputNotRead
        case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue: .continuationFlood
        case NGHTTP2_ERR_NOMEM.rawValue: .outOfMemory
        default: .engine
        }
    }

    // MARK: What a server and a client do differently

    /// Opens what a new field block is for; on a server a stream.
    ///
    /// - Returns: whether the block is a head; otherwise it is trailers.
    func beginsHead(_ frame: UnsafePointer<nghttp2_frame>) -> Bool { false }
    func takeHeadField(_ name: FieldBytes, _ value: FieldBytes) {}
    func finishesHead(at place: Int, endsStream: Bool) -> HTTP2Head? { nil }
    func releaseHeads() { trailers.release() }
    /// The last frame of a stream's message has been written.
    func sentEnd(of stream: Int32) {}

    func submitSettings(_ settings: [(nghttp2_settings_id, UInt32)]) {
        let entries = settings.map { nghttp2_settings_entry(settings_id: Int32($0.rawValue), value: $1) }
        settle(nghttp2_submit_settings(engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count))
    }
}
