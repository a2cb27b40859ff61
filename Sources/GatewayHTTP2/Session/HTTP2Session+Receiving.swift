internal import CNghttp2
internal import NIOCore

/// What nghttp2 calls while bytes are taken in. An answer other than 0 stops it; `failure` then says why.
extension HTTP2Session {
    func beginsFrame(_ frame: nghttp2_frame_hd) -> CInt {
        switch UInt32(frame.type) {
        case NGHTTP2_HEADERS.rawValue:
            block.beginFrames()
            if isUnwanted(HTTP2StreamID(rawValue: frame.stream_id)) { return stopping(floods.ignores(at: now)) }
        case NGHTTP2_CONTINUATION.rawValue:
            return stopping(block.continues(limits) ? nil : .continuationFlood)
        default: break
        }
        return stopping(floods.receives(frame, at: now))
    }

    /// Whether a head for this stream will not even be looked at: the stream is gone, or we open no more.
    private func isUnwanted(_ stream: HTTP2StreamID) -> Bool {
        guard place(of: stream) == nil else { return false }
        return isDraining || nghttp2_session_check_server_session(engine) == 0
            || stream.rawValue <= nghttp2_session_get_last_proc_stream_id(engine)
    }

    func beginsFieldBlock(_ frame: UnsafePointer<nghttp2_frame>) -> CInt {
        // Nothing is pushed to us: we have said so, and a promise is refused.
        guard UInt32(frame.pointee.hd.type) == NGHTTP2_HEADERS.rawValue else {
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
        if beginsHead(frame) {
            block.begin(.head)
        } else {
            block.begin(.trailers)
            trailers.begin()
        }
        return 0
    }

    func receivesField(_ name: FieldBytes, _ value: FieldBytes) -> CInt {
        guard block.admits(name, value, limits) else { return stopping(.headTooLarge) }
        switch block.kind {
        case .head: takeHeadField(name, value)
        case .trailers: trailers.take(name, value)
        case .none: break
        }
        return 0
    }

    func receivesFrame(_ frame: UnsafePointer<nghttp2_frame>) -> CInt {
        let header = frame.pointee.hd
        let endsStream = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
        switch UInt32(header.type) {
        case NGHTTP2_DATA.rawValue:
            if endsStream {
                receivesEnd(of: header)
            } else if header.length > 0, header.length == frame.pointee.data.padlen {
                return stopping(floods.receivesEmptyData(at: now))
            }
        case NGHTTP2_HEADERS.rawValue: return receivesFieldBlock(header, endsStream: endsStream)
        case NGHTTP2_SETTINGS.rawValue: hasPeerSettings = true
        case NGHTTP2_GOAWAY.rawValue:
            let goAway = frame.pointee.goaway
            events?.receivedGoAway(
                HTTP2ErrorCode(rawValue: goAway.error_code), last: HTTP2StreamID(rawValue: goAway.last_stream_id))
            giveUpUnsent()
        default: break
        }
        return 0
    }

    func receivesData(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2StreamID) -> CInt {
        guard let place = place(of: stream), streams.places[place].isAnnounced, !streams.places[place].isReset else {
            return nghttp2_session_consume(engine, stream.rawValue, bytes.count)
        }
        guard streams.places[place].leftover == nil else { return throwAway(bytes.count, on: stream, at: place) }
        streams.places[place].unconsumed += bytes.count
        events?.received(bytes, on: stream)
        return 0
    }

    /// The window opens again: a client that must send its body to the end before it reads comes to that end, if it is near.
    private func throwAway(_ count: Int, on stream: HTTP2StreamID, at place: Int) -> CInt {
        streams.places[place].leftover?.bytes += count
        if streams.places[place].leavesTooMuch(at: now, limits) { reset(stream, .noError) }
        return nghttp2_session_consume(engine, stream.rawValue, count)
    }

    func closes(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode) {
        guard let place = place(of: stream) else { return }
        let unconsumed = streams.places[place].unconsumed
        let isAnnounced = streams.places[place].isAnnounced
        // A request whose head has not left was not looked at, whatever kept it here: a GOAWAY, most likely.
        let code = streams.places[place].resetCode ?? (streams.places[place].isUnsent ? .refusedStream : code)
        // What its consumer has not taken must not shut the window of the streams that are left.
        if unconsumed > 0 { settle(nghttp2_session_consume_connection(engine, unconsumed)) }
        letGo(place)
        nghttp2_session_set_stream_user_data(engine, stream.rawValue, nil)
        streams.close(place)
        if isAnnounced { events?.closed(stream, with: code) }
    }

    /// Requests that still wait here will not be sent to a peer that is going. nghttp2 keeps them until there is room
    /// for them among the open ones; who waits for the answers is told at once.
    private func giveUpUnsent() {
        guard streams.unsent > 0 else { return }
        for id in streams.places.filter(\.isUnsent).map(\.id).sorted() {
            reset(id, .refusedStream)
            closes(id, with: .refusedStream)
        }
    }

    private func receivesFieldBlock(_ header: nghttp2_frame_hd, endsStream: Bool) -> CInt {
        let stream = HTTP2StreamID(rawValue: header.stream_id)
        guard let place = place(of: stream), !streams.places[place].isReset else { return 0 }
        switch block.kind {
        case .none: break
        case .head:
            guard let head = finishesHead(at: place, endsStream: endsStream) else { return refuse(stream) }
            streams.places[place].isAnnounced = true
            events?.received(head, on: stream)
        case .trailers:
            guard let text = trailers.finish() else { return refuse(stream) }
            events?.receivedTrailers(text, on: stream)
        }
        block.kind = .none
        if endsStream { receivesEnd(of: header) }
        return 0
    }

    private func receivesEnd(of header: nghttp2_frame_hd) {
        let stream = HTTP2StreamID(rawValue: header.stream_id)
        guard let place = place(of: stream), streams.places[place].isAnnounced, !streams.places[place].isReset else {
            return
        }
        events?.receivedEnd(on: stream)
    }

    /// A malformed message is an error of its stream (RFC 9113 § 8.1.1), and one the peer provoked.
    private func refuse(_ stream: HTTP2StreamID) -> CInt {
        reset(stream, .protocolError)
        return stopping(floods.resetsStream(at: now))
    }

    /// Where we keep what we know of an open stream.
    func place(of stream: HTTP2StreamID) -> Int? {
        if let place = nghttp2_session_get_stream_user_data(engine, stream.rawValue) { return StreamPlace.index(place) }
        // nghttp2 does not know a request of ours before its HEADERS frame is made.
        return streams.unsent > 0 ? streams.places.firstIndex { $0.isUnsent && $0.id == stream } : nil
    }

    /// Opens the stream of a field block.
    func open(_ stream: HTTP2StreamID) -> Int {
        let place = streams.open(stream)
        nghttp2_session_set_stream_user_data(engine, stream.rawValue, StreamPlace.pointer(place))
        return place
    }

    func stopping(_ reason: HTTP2Failure?) -> CInt {
        guard let reason else { return 0 }
        fail(reason)
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
    }
}
