/// Why a head was refused. The raw value is the stable code for logs and records; a client is told the status alone.
///
/// After a problem the framing is unknown: answer `status`, then close. For the head of a response the gateway
/// answers 502 and records `upstream_protocol`.
public enum HeadProblem: String, CaseIterable, Error, Sendable {
    // The start line.
    case requestLineMalformed = "request_line_malformed"
    case statusLineMalformed = "status_line_malformed"
    case methodNotImplemented = "method_not_implemented"
    case targetMalformed = "target_malformed"
    case targetTooLong = "target_too_long"
    /// CONNECT, authority-form, or `*` with a method other than OPTIONS.
    case targetFormRefused = "target_form_refused"
    /// The authority of an absolute-form target is not what `Host` says, or its scheme is not https.
    case targetAuthorityMismatch = "target_authority_mismatch"
    case versionUnsupported = "version_unsupported"
    // Lines.
    case bareCarriageReturn = "bare_carriage_return"
    case bareLineFeed = "bare_line_feed"
    case obsoleteLineFolding = "obsolete_line_folding"
    case spaceBeforeColon = "space_before_colon"
    case fieldNameMalformed = "field_name_malformed"
    case fieldValueMalformed = "field_value_malformed"
    /// A framing field spelled with something else for `-`, as `Content_Length`: some servers would believe it.
    case fieldNameAmbiguous = "field_name_ambiguous"
    /// A field that may stand once and that decisions rest on stands twice.
    case fieldRepeated = "field_repeated"
    case fieldTooLarge = "field_too_large"
    case tooManyFields = "too_many_fields"
    case headTooLarge = "head_too_large"
    // Where to.
    case hostMissing = "host_missing"
    case hostRepeated = "host_repeated"
    case hostMalformed = "host_malformed"
    // Framing.
    case contentLengthMalformed = "content_length_malformed"
    case contentLengthRepeated = "content_length_repeated"
    case contentLengthWithTransferEncoding = "content_length_with_transfer_encoding"
    case transferEncodingRefused = "transfer_encoding_refused"
    case transferEncodingInHTTP10 = "transfer_encoding_in_http_1_0"
    // The connection.
    /// `Connection` nominates a field that is meant for the other end, or more names than make sense.
    case connectionOptionRefused = "connection_option_refused"
    case expectationUnknown = "expectation_unknown"
    case webSocketHandshakeMalformed = "websocket_handshake_malformed"
    /// 101 without a request for an upgrade, or to another protocol than the one asked for.
    case upgradeUnasked = "upgrade_unasked"
    /// 101 without the one proof that the offer was read, or with a subprotocol or an extension that was not offered.
    case webSocketAnswerRefused = "websocket_answer_refused"

    /// The status for the client that sent it (RFC 9110 § 15; 431 by RFC 6585 § 5).
    public var status: Int {
        switch self {
        case .requestLineMalformed, .statusLineMalformed, .targetMalformed, .targetFormRefused,
            .targetAuthorityMismatch,
            .bareCarriageReturn, .bareLineFeed, .obsoleteLineFolding, .spaceBeforeColon, .fieldNameMalformed,
            .fieldValueMalformed, .fieldNameAmbiguous, .fieldRepeated, .hostMissing, .hostRepeated, .hostMalformed,
            .contentLengthMalformed, .contentLengthRepeated, .contentLengthWithTransferEncoding,
            .transferEncodingRefused, .transferEncodingInHTTP10, .connectionOptionRefused,
            .webSocketHandshakeMalformed, .upgradeUnasked, .webSocketAnswerRefused:
            400
        case .targetTooLong: 414
        case .expectationUnknown: 417
        case .fieldTooLarge, .tooManyFields, .headTooLarge: 431
        case .methodNotImplemented: 501
        case .versionUnsupported: 505
        }
    }
}

/// What a parser makes of the bytes it was given.
public enum HeadParse: Hashable, Sendable {
    /// The head is whole: `length` bytes from the first, the empty line included. The body begins there.
    case complete(length: Int)
    /// Call again with the same bytes and more behind them.
    case needsMore
    case refused(HeadProblem)
}
