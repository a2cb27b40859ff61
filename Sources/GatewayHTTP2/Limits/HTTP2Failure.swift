/// Why a connection was ended by us. `code` is the stable name for logs and records; a peer is told `errorCode` alone.
public enum HTTP2Failure: Error, Hashable, Sendable {
    /// The first bytes were not the client's preface (RFC 9113 § 3.4).
    case prefaceInvalid
    /// A rule of the protocol was broken in a way that concerns the whole connection.
    case protocolViolated(HTTP2ErrorCode)
    case resetFlood
    /// The peer broke the rules on stream after stream, so that we had to reset them.
    case provokedResetFlood
    case continuationFlood
    case pingFlood
    case settingsFlood
    case priorityFlood
    case windowUpdateFlood
    case emptyDataFlood
    case ignoredFrameFlood
    case headTooLarge
    /// Too many frames wait for a peer that provokes them and does not read.
    case outputNotRead
    /// The peer keeps a window shut, or all but shut, before DATA that waits.
    case stalled
    case outOfMemory
    /// The library behind the session refused something that it should not have.
    case engine

    /// The stable name for logs and records.
    public enum Code: String, CaseIterable, Sendable {
        case prefaceInvalid = "http2_preface_invalid"
        case protocolViolated = "http2_protocol_violated"
        case resetFlood = "http2_reset_flood"
        case provokedResetFlood = "http2_provoked_reset_flood"
        case continuationFlood = "http2_continuation_flood"
        case pingFlood = "http2_ping_flood"
        case settingsFlood = "http2_settings_flood"
        case priorityFlood = "http2_priority_flood"
        case windowUpdateFlood = "http2_window_update_flood"
        case emptyDataFlood = "http2_empty_data_flood"
        case ignoredFrameFlood = "http2_ignored_frame_flood"
        case headTooLarge = "http2_head_too_large"
        case outputNotRead = "http2_output_not_read"
        case stalled = "http2_stalled"
        case outOfMemory = "http2_out_of_memory"
        case engine = "http2_engine"
    }

    public var code: Code {
        switch self {
        case .prefaceInvalid: .prefaceInvalid
        case .protocolViolated: .protocolViolated
        case .resetFlood: .resetFlood
        case .provokedResetFlood: .provokedResetFlood
        case .continuationFlood: .continuationFlood
        case .pingFlood: .pingFlood
        case .settingsFlood: .settingsFlood
        case .priorityFlood: .priorityFlood
        case .windowUpdateFlood: .windowUpdateFlood
        case .emptyDataFlood: .emptyDataFlood
        case .ignoredFrameFlood: .ignoredFrameFlood
        case .headTooLarge: .headTooLarge
        case .outputNotRead: .outputNotRead
        case .stalled: .stalled
        case .outOfMemory: .outOfMemory
        case .engine: .engine
        }
    }

    /// What the GOAWAY frame says (RFC 9113 § 7).
    public var errorCode: HTTP2ErrorCode {
        switch self {
        case .prefaceInvalid: .protocolError
        case .protocolViolated(let code): code
        case .resetFlood, .provokedResetFlood, .continuationFlood, .pingFlood, .settingsFlood, .priorityFlood,
            .windowUpdateFlood, .emptyDataFlood, .ignoredFrameFlood, .headTooLarge, .outputNotRead, .stalled:
            .enhanceYourCalm
        case .outOfMemory, .engine: .internalError
        }
    }
}
