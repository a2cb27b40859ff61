internal import CNghttp2
public import NIOCore

/// The server's end of a connection: requests come as heads, answers are submitted as heads.
public final class HTTP2ServerSession: HTTP2Session {
    private var request = RequestHeadText()
    private let webSocketKey: () -> WebSocketKey
    /// Whether there is a stream whose answer is whole and whose request is not.
    private var mayHaveLeftovers = false

    /// - Parameter webSocketKey: a fresh key for each WebSocket that is asked for.
    /// - Throws: `.outOfMemory`.
    public init(
        settings: HTTP2Settings = .standard, limits: HTTP2Limits = .standard,
        webSocketKey: @escaping () -> WebSocketKey
    ) throws(HTTP2Failure) {
        self.webSocketKey = webSocketKey
        try super.init(settings, limits) { nghttp2_session_server_new2($0, $1, $2, $3) }
        submitSettings([
            (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, settings.initialWindow),
            (NGHTTP2_SETTINGS_MAX_FRAME_SIZE, settings.maxFrameSize),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, settings.maxHeaderListSize),
            (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, settings.headerTableSize),
            (NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, settings.enableConnectProtocol ? 1 : 0),
            // RFC 9218 § 2.1: the tree of RFC 7540, and the closed streams it keeps, are not for us.
            (NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ])
    }

    /// Answers a request. Interim answers (1xx) may come before; to a WebSocket, 101 opens the tunnel.
    ///
    /// - Parameters:
    ///   - head: `HTTP/1.1 200 reason`, field lines, an empty line; fields of the connection are left out. A head that
    ///     is not of that form resets the stream.
    ///   - endsStream: no body follows. Not with an interim answer.
    public func submitHead(_ head: ByteBuffer, on stream: HTTP2StreamID, endsStream: Bool) {
        guard let place = place(of: stream), case .awaitingHead = streams.places[place].sending,
            !streams.places[place].isReset
        else { return }
        let isWebSocket = streams.places[place].isWebSocket
        let isSubmitted = FieldBlock.with { block in
            head.withUnsafeReadableBytes { bytes in
                guard let answer = ResponseFields(of: bytes, isWebSocket: isWebSocket, into: &block) else {
                    return false
                }
                if answer.isInterim { return submitInterim(block, on: stream) }
                streams.places[place].sending = endsStream ? .ended : .open
                return submit(block, at: place, on: stream, endsStream: endsStream)
            }
        }
        if !isSubmitted { reset(stream, .internalError) }
    }

    private func submitInterim(_ block: FieldBlock, on stream: HTTP2StreamID) -> Bool {
        nghttp2_submit_headers(
            engine, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.rawValue, nil, block.start, block.count, nil) == 0
    }

    private func submit(_ block: FieldBlock, at place: Int, on stream: HTTP2StreamID, endsStream: Bool) -> Bool {
        if endsStream {
            return nghttp2_submit_response(engine, stream.rawValue, block.start, block.count, nil) == 0
        }
        var data = Self.dataProvider(at: place)
        return nghttp2_submit_response(engine, stream.rawValue, block.start, block.count, &data) == 0
    }

    override func beginsHead(_ frame: UnsafePointer<nghttp2_frame>) -> Bool {
        guard frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST else { return false }
        _ = open(HTTP2StreamID(rawValue: frame.pointee.hd.stream_id))
        request.begin()
        return true
    }

    override func takeHeadField(_ name: FieldBytes, _ value: FieldBytes) { request.take(name, value) }

    override func finishesHead(at place: Int, endsStream: Bool) -> HTTP2Head? {
        guard let text = request.finish(endsStream: endsStream, key: webSocketKey) else { return nil }
        streams.places[place].isWebSocket = request.isWebSocket
        return HTTP2Head(text: text, endsStream: endsStream, isWebSocket: request.isWebSocket)
    }

    override func releaseHeads() {
        super.releaseHeads()
        request.release()
    }

    /// The answer is whole, so the rest of the request is not wanted (RFC 9113 § 8.1). Some clients throw an answer away
    /// when RST_STREAM comes with it, so that has to wait. A tunnel that was refused, or has ended, is no exception: nobody
    /// reads its other direction.
    override func sentEnd(of stream: Int32) {
        let stream = HTTP2StreamID(rawValue: stream)
        guard nghttp2_session_get_stream_remote_close(engine, stream.rawValue) == 0,
            let place = place(of: stream)
        else { return }
        streams.places[place].leftover = .init(since: now)
        mayHaveLeftovers = true
        consume(streams.places[place].unconsumed, on: stream)
    }

    /// Resets streams whose requests go on long after their answers. To be asked a few times in each `leftoverTime`.
    public func endLeftovers(at now: NIODeadline) {
        guard mayHaveLeftovers else { return }
        mayHaveLeftovers = false
        for place in streams.places.indices where streams.places[place].leftover != nil && streams.places[place].isOpen
        {
            mayHaveLeftovers = true
            if streams.places[place].leavesTooMuch(at: now, limits) { reset(streams.places[place].id, .noError) }
        }
    }
}
