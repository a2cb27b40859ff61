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
        nghttp2_submit_rst_stream(engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.rawValue, code.rawValue)
    }

    /// Opens the peer's window again by bytes that were handed out and have been taken.
    public func consume(_ count: Int, on stream: HTTP2StreamID) {
        guard let place = place(of: stream) else { return }
        let count = min(count, streams.places[place].unconsumed)
        guard count > 0 else { return }
        streams.places[place].unconsumed -= count
        nghttp2_session_consume(engine, stream.rawValue, count)
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
        nghttp2_submit_shutdown_notice(engine)
    }

    /// New streams are ignored from here on; open ones go on to their end, and then `isFinished`.
    public func refuseNewStreams() {
        isDraining = true
        nghttp2_submit_goaway(
            engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), nghttp2_session_get_last_proc_stream_id(engine),
            HTTP2ErrorCode.noError.rawValue, nil, 0)
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

    // MARK: What nghttp2 calls while frames are made

    /// Puts a stream's body up for sending with the head that is submitted now.
    static func dataProvider(at place: Int) -> nghttp2_data_provider {
        nghttp2_data_provider(
            source: nghttp2_data_source(ptr: StreamPlace.pointer(place)), read_callback: Nghttp2Callbacks.readData)
    }

    /// How much of what waits goes into the next DATA frame.
    func offersData(at place: Int, room: Int, flags: inout UInt32) -> Int {
        let waiting = streams.places[place].output.count
        guard case .ending(let trailers) = streams.places[place].sending else {
            guard waiting > 0 else {
                streams.places[place].isDeferred = true
                return Int(NGHTTP2_ERR_DEFERRED.rawValue)
            }
            flags = NGHTTP2_DATA_FLAG_NO_COPY.rawValue
            return min(waiting, room)
        }
        flags = NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        if waiting <= room {
            flags |= NGHTTP2_DATA_FLAG_EOF.rawValue
            streams.places[place].sending = .ended
            if let trailers, submitTrailers(trailers, at: place) {
                flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
            }
        }
        return min(waiting, room)
    }

    /// Writes a DATA frame: its header and the stream's bytes, straight into the caller's buffer.
    func sendsData(_ frame: nghttp2_frame_hd, header: UnsafePointer<UInt8>, count: Int) -> CInt {
        guard output.readableBytes < outputLimit else { return NGHTTP2_ERR_WOULDBLOCK.rawValue }
        guard let place = place(of: HTTP2StreamID(rawValue: frame.stream_id)) else {
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
        output.writeBytes(UnsafeRawBufferPointer(start: header, count: 9))
        streams.places[place].output.move(count, into: &output)
        streams.places[place].sentSince += count
        streams.queuedBytes -= count
        floods.sendsData()
        return 0
    }

    private func submitTrailers(_ text: ByteBuffer, at place: Int) -> Bool {
        FieldBlock.with { block in
            text.withUnsafeReadableBytes { bytes in
                var lines = HeadLines(bytes)
                while let line = lines.next() {
                    guard let (name, value) = HeadLines.field(line), block.append(name, value) else { return false }
                }
                guard block.count > 0 else { return false }
                return nghttp2_submit_trailer(engine, streams.places[place].id.rawValue, block.start, block.count) == 0
            }
        }
    }

    /// A frame is complete in the output.
    func sentFrame(_ frame: UnsafePointer<nghttp2_frame>) -> CInt {
        let header = frame.pointee.hd
        switch UInt32(header.type) {
        case NGHTTP2_RST_STREAM.rawValue:
            let place = place(of: HTTP2StreamID(rawValue: header.stream_id))
            let isCounted = place.map { streams.places[$0].isReset } ?? false
            if !isCounted, let reason = floods.resetsStream(at: now) { fail(reason) }
        case NGHTTP2_GOAWAY.rawValue:
            let code = HTTP2ErrorCode(rawValue: frame.pointee.goaway.error_code)
            if code != .noError, !isEnding { fail(.protocolViolated(code)) }
        case NGHTTP2_DATA.rawValue, NGHTTP2_HEADERS.rawValue:
            if streams.unsent > 0, let place = place(of: HTTP2StreamID(rawValue: header.stream_id)) {
                streams.markSent(place)
            }
            if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 { sentEnd(of: header.stream_id) }
        default: break
        }
        return 0
    }

    /// A frame that could not be made: without it the stream would hang.
    func didNotSend(_ frame: nghttp2_frame_hd) -> CInt {
        if UInt32(frame.type) == NGHTTP2_HEADERS.rawValue {
            reset(HTTP2StreamID(rawValue: frame.stream_id), .internalError)
        }
        return 0
    }

    // MARK: Holding producers back

    private func holdBack(_ place: Int) {
        guard !streams.places[place].isHeldBack else { return }
        streams.places[place].isHeldBack = true
        heldBack += 1
    }

    func letGo(_ place: Int) {
        guard streams.places[place].isHeldBack else { return }
        streams.places[place].isHeldBack = false
        heldBack -= 1
    }

    private func resume(_ place: Int) {
        guard streams.places[place].isDeferred else { return }
        streams.places[place].isDeferred = false
        nghttp2_session_resume_data(engine, streams.places[place].id.rawValue)
    }

    /// Tells producers that may go on.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    func wakeProducers() -> Bool {
        guard heldBack > 0 else { return false }
        var woken = false
        for place in streams.places.indices where place < streams.places.count {
            let isFull = streams.queuedBytes >= limits.connectionHighWater
            guard streams.places[place].mayGoOn(limits, connectionIsFull: isFull) else { continue }
            letGo(place)
            woken = true
            events?.becameWritable(streams.places[place].id)
        }
        return woken
    }
}
