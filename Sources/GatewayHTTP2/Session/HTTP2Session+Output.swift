internal import CNghttp2
internal import NIOCore

/// What nghttp2 calls while frames are made. An answer other than 0 is one of its errors.
extension HTTP2Session {
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
                    guard let (name, value) = HeadLines.field(line) else { return false }
                    if FieldGrammar.isOfConnection(name) { continue }
                    guard block.append(name, value) else { return false }
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
        guard UInt32(frame.type) == NGHTTP2_HEADERS.rawValue else { return 0 }
        let stream = HTTP2StreamID(rawValue: frame.stream_id)
        // A request that may not be made any more, because the peer goes, was not looked at.
        let isRequest = place(of: stream).map { streams.places[$0].isUnsent } ?? false
        reset(stream, isRequest ? .refusedStream : .internalError)
        return 0
    }
}
