/// Why the beginning of a connection is no PROXY header. The raw value is the stable code for logs.
public enum ProxyProblem: String, Error, CaseIterable, Sendable {
    /// Something else came, as from a client that reaches us without the proxy.
    case notAHeader = "not_a_header"
    /// Version 1: fields, addresses or ports are not written as they have to be.
    case lineMalformed = "line_malformed"
    /// Version 1: no end within 107 bytes.
    case lineTooLong = "line_too_long"
    case versionUnknown = "version_unknown"
    case commandUnknown = "command_unknown"
    case familyUnknown = "family_unknown"
    /// Version 2: longer than is taken.
    case blockTooLong = "block_too_long"
    /// Version 2: too short for the addresses it announces.
    case addressesMissing = "addresses_missing"
    /// Version 2: what follows the addresses does not come out even, or a checksum is not four bytes, or there are two.
    case attributesMalformed = "attributes_malformed"
    case checksumWrong = "checksum_wrong"
}
