internal import CNghttp2

/// The table of functions that nghttp2 calls: each finds its session in the user data and calls one method.
///
/// A method answers 0, or an error of nghttp2 with which the library goes on as its documentation says.
enum Nghttp2Callbacks {
    /// An `nghttp2_session_callbacks *`, copied by nghttp2 into each session; `nil` without memory.
    // Safe: filled here, before anybody sees it, and only read from then on.
    nonisolated(unsafe) static let table: OpaquePointer? = {
        var made: OpaquePointer?
        guard nghttp2_session_callbacks_new(&made) == 0, let table = made else { return nil }
        setReceiving(table)
        setSending(table)
        return table
    }()

    private static func setReceiving(_ table: OpaquePointer) {
        nghttp2_session_callbacks_set_on_begin_frame_callback(table) { _, header, session in
            guard let header else { return 0 }
            return owner(session) { $0.beginsFrame(header.pointee) }
        }
        nghttp2_session_callbacks_set_on_begin_headers_callback(table) { _, frame, session in
            guard let frame else { return 0 }
            return owner(session) { $0.beginsFieldBlock(frame) }
        }
        nghttp2_session_callbacks_set_on_header_callback(table) {
            _, frame, name, nameLength, value, length, _, session in
            owner(session) {
                $0.receivesField(FieldBytes(start: name, count: nameLength), FieldBytes(start: value, count: length))
            }
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table) { _, _, stream, data, count, session in
            owner(session) {
                $0.receivesData(
                    UnsafeRawBufferPointer(start: data, count: count), on: HTTP2StreamID(rawValue: stream))
            }
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(table) { _, frame, session in
            guard let frame else { return 0 }
            return owner(session) { $0.receivesFrame(frame) }
        }
        nghttp2_session_callbacks_set_unpack_extension_callback(table) { _, _, _, _ in NGHTTP2_ERR_CANCEL.rawValue }
        nghttp2_session_callbacks_set_on_stream_close_callback(table) { _, stream, code, session in
            owner(session) {
                $0.closes(HTTP2StreamID(rawValue: stream), with: HTTP2ErrorCode(rawValue: code))
                return 0
            }
        }
    }

    private static func setSending(_ table: OpaquePointer) {
        nghttp2_session_callbacks_set_send_data_callback(table) { _, frame, header, count, _, session in
            guard let frame, let header else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
            return owner(session) { $0.sendsData(frame.pointee.hd, header: header, count: count) }
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(table) { _, frame, session in
            guard let frame else { return 0 }
            return owner(session) { $0.sentFrame(frame) }
        }
        nghttp2_session_callbacks_set_on_frame_not_send_callback(table) { _, frame, _, session in
            guard let frame else { return 0 }
            return owner(session) { $0.didNotSend(frame.pointee.hd) }
        }
    }

    /// Where nghttp2 asks for the data of the stream whose place is in the source (see `HTTP2Session.dataProvider`).
    static let readData: nghttp2_data_source_read_callback = { _, _, _, room, flags, source, session in
        guard let place = source?.pointee.ptr, let flags else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
        return owner(session) { $0.offersData(at: StreamPlace.index(place), room: room, flags: &flags.pointee) }
    }
}

/// The session is the caller of the library, up the stack: it lives as long as the call.
@inline(__always)
private func owner<Answer: ExpressibleByIntegerLiteral>(
    _ session: UnsafeMutableRawPointer?, _ method: (HTTP2Session) -> Answer
) -> Answer {
    guard let session else { return 0 }
    return Unmanaged<HTTP2Session>.fromOpaque(session)._withUnsafeGuaranteedRef(method)
}

/// A place of the stream table as the pointer that nghttp2 keeps with the stream; 0 is no place.
enum StreamPlace {
    static func pointer(_ place: Int) -> UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: place + 1) }
    static func index(_ pointer: UnsafeMutableRawPointer) -> Int { Int(bitPattern: pointer) - 1 }
}
