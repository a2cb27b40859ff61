internal import CNghttp2

/// The options of one session: an `nghttp2_option *`, freed when the session has been made.
struct Nghttp2Options: ~Copyable {
    let pointer: OpaquePointer  // nghttp2_option *

    init(_ settings: HTTP2Settings, _ limits: HTTP2Limits) throws(HTTP2Failure) {
        var made: OpaquePointer?
        guard nghttp2_option_new(&made) == 0, let made else { throw .outOfMemory }
        pointer = made
        nghttp2_option_set_no_auto_window_update(made, 1)
        nghttp2_option_set_no_closed_streams(made, 1)
        nghttp2_option_set_max_deflate_dynamic_table_size(made, Int(settings.headerTableSize))
        nghttp2_option_set_max_send_header_block_length(made, 2 * limits.headSize)
        nghttp2_option_set_max_settings(made, Int(limits.settingsEntries))
        // It counts a frame again for each piece its header of 9 bytes comes in; ours is the limit that is meant.
        nghttp2_option_set_max_continuations(made, 10 * (Int(limits.continuations) + 1))
        nghttp2_option_set_max_outbound_ack(made, limits.queuedFrames)
        // Its own limit of resets would be a second judge, with another clock and no reason to record.
        nghttp2_option_set_stream_reset_rate_limit(made, UInt64(UInt32.max), UInt64(UInt32.max))
        // Types that we do not know are announced to us before they are dropped, and so are counted.
        for type in UInt8(0x0A)...0xFF { nghttp2_option_set_user_recv_extension_type(made, type) }
    }

    deinit { nghttp2_option_del(pointer) }
}
