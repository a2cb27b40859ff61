internal import CNghttp2
public import NIOCore

/// What is sent on a stream. Calls for a stream that is gone do nothing: its `closed` has been told, or will be.
extension HTTP2Session {
    /// Queues bytes of the body behind its head.
    public func submitData(_ data: ByteBuffer, on stream: HTTP2StreamID) {
        guard data.readableBytes > 0, let place = place(of: stream),
            case .open = streams.places[place].sending, !streams.places[place].isReset
        else { return }
        streams.places[place].output.append(data)
        streams.queuedBytes += data.readableBytes
        let isFull = streams.places[place].output.count >= limits.streamHighWater
        if isFull || streams.queuedBytes >= limits.connectionHighWater { holdBack(place) }
        resume(place)
    }

    /// Ends the body when what waits has been sent.
    ///
    /// - Parameter trailers: field lines and an empty line.
    public func submitEnd(on stream: HTTP2StreamID, trailers: ByteBuffer? = nil) {
        guard let place = place(of: stream), case .open = streams.places[place].sending else { return }
        streams.places[place].sending = .ending(trailers: trailers)
        letGo(place)
        resume(place)
    }

    /// Ends a stream at once; what waits is dropped.
    public func reset(_ stream: HTTP2StreamID, _ code: HTTP2ErrorCode) {
        guard let place = place(of: stream), !streams.places[place].isReset else { return }
        streams.places[place].resetCode = code
        settle(nghttp2_submit_rst_stream(engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.rawValue, code.rawValue))
    }

    /// Opens the peer's window again by bytes that were handed out and have been taken.
    public func consume(_ count: Int, on stream: HTTP2StreamID) {
        guard let place = place(of: stream) else { return }
        let count = min(count, streams.places[place].unconsumed)
        guard count > 0 else { return }
        streams.places[place].unconsumed -= count
        settle(nghttp2_session_consume(engine, stream.rawValue, count))
    }

    /// Whether a producer should go on. After `false` there will be a `becameWritable`.
    public func isWritable(_ stream: HTTP2StreamID) -> Bool {
        place(of: stream).map { !streams.places[$0].isHeldBack } ?? false
    }

    /// Bytes of DATA that wait on this stream.
    public func queuedBytes(on stream: HTTP2StreamID) -> Int {
        place(of: stream).map { streams.places[$0].output.count } ?? 0
    }

    /// Streams that are open, by either side.
    public var openStreams: Int { streams.count }

    // MARK: Ending

    /// The first step of an orderly shutdown (RFC 9113 § 6.8): asks for no new streams, and still takes those under
    /// way. `refuseNewStreams` follows when a round trip has passed.
    public func announceShutdown() {
        settle(nghttp2_submit_shutdown_notice(engine))
    }

    /// New streams are ignored from here on; open ones go on to their end, and then `isFinished`.
    public func refuseNewStreams() {
        isDraining = true
        let last = nghttp2_session_get_last_proc_stream_id(engine)
        settle(
            nghttp2_submit_goaway(
                engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, HTTP2ErrorCode.noError.rawValue, nil, 0))
    }

    /// Streams whose DATA waits for a window that the peer keeps shut, or opens byte by byte. To be asked a few times
    /// in each `stallTime`.
    public func stalledStreams(at now: NIODeadline) -> [HTTP2StreamID] {
        guard streams.queuedBytes > 0 else { return [] }
        var stalled: [HTTP2StreamID] = []
        for place in streams.places.indices where streams.places[place].isStalled(at: now, limits) {
            stalled.append(streams.places[place].id)
        }
        return stalled
    }
}
