internal import CNghttp2
public import NIOCore

/// The client's end of a connection, to an upstream: requests are submitted as heads, answers come as heads.
public final class HTTP2ClientSession: HTTP2Session {
    private var response = ResponseHeadText()
    private let scheme: StaticString

    /// - Parameter isSecure: whether the connection is TLS, as `:scheme` says.
    /// - Throws: `.outOfMemory`.
    public init(
        settings: HTTP2Settings = .standard, limits: HTTP2Limits = .standard, isSecure: Bool = true
    ) throws(HTTP2Failure) {
        scheme = isSecure ? "https" : "http"
        try super.init(settings, limits) { nghttp2_session_client_new2($0, $1, $2, $3) }
        submitSettings([
            (NGHTTP2_SETTINGS_ENABLE_PUSH, 0),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, settings.initialWindow),
            (NGHTTP2_SETTINGS_MAX_FRAME_SIZE, settings.maxFrameSize),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, settings.maxHeaderListSize),
            (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, settings.headerTableSize),
        ])
    }

    /// Sends a request on a new stream.
    ///
    /// - Parameters:
    ///   - head: `GET /path HTTP/1.1`, field lines with `Host` among them, an empty line; fields of the connection are
    ///     left out. Not for WebSockets: they are opened over HTTP/1.1.
    ///   - endsStream: no body follows.
    /// - Returns: `nil` if the head is not of that form, or `acceptsRequests` is false.
    public func submitRequest(_ head: ByteBuffer, endsStream: Bool) -> HTTP2StreamID? {
        guard acceptsRequests else { return nil }
        var isHead = false
        let place = streams.open(HTTP2StreamID(rawValue: 0))
        let number = FieldBlock.with { block in
            head.withUnsafeReadableBytes { bytes -> Int32 in
                guard let request = RequestFields(of: bytes, scheme: scheme, into: &block) else { return -1 }
                isHead = request.isHead
                let userData = StreamPlace.pointer(place)
                if endsStream {
                    return nghttp2_submit_request(engine, nil, block.start, block.count, nil, userData)
                }
                var data = Self.dataProvider(at: place)
                return nghttp2_submit_request(engine, nil, block.start, block.count, &data, userData)
            }
        }
        guard number > 0 else {
            streams.close(place)
            return nil
        }
        streams.begin(place, HTTP2StreamID(rawValue: number), answersHead: isHead, endsStream: endsStream)
        return HTTP2StreamID(rawValue: number)
    }

    /// Whether the head of a request still waits here, so that the peer cannot have looked at it.
    public func isUnsent(_ stream: HTTP2StreamID) -> Bool {
        place(of: stream).map { streams.places[$0].isUnsent } ?? false
    }

    /// How many streams the peer lets us have open at once; 100 before it has said so.
    public var peerStreamLimit: Int {
        Int(nghttp2_session_get_remote_settings(engine, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
    }

    /// Whether another request may be made: the numbers last, and neither side has said that it is going.
    public var acceptsRequests: Bool { nghttp2_session_check_request_allowed(engine) != 0 }

    override func beginsHead(_ frame: UnsafePointer<nghttp2_frame>) -> Bool {
        guard let place = place(of: HTTP2StreamID(rawValue: frame.pointee.hd.stream_id)),
            !streams.places[place].hasFinalHead
        else { return false }
        response.begin()
        return true
    }

    override func takeHeadField(_ name: FieldBytes, _ value: FieldBytes) { response.take(name, value) }

    override func finishesHead(at place: Int, endsStream: Bool) -> HTTP2Head? {
        let isToHead = streams.places[place].answersHead
        guard let text = response.finish(endsStream: endsStream, hasNoBody: isToHead) else { return nil }
        streams.places[place].hasFinalHead = !response.isInterim
        return HTTP2Head(text: text, endsStream: endsStream, isWebSocket: false)
    }

    override func releaseHeads() {
        super.releaseHeads()
        response.release()
    }
}
