internal import COpenSSL
internal import GatewayIdentity
internal import Glibc

/// UTCTime and GeneralizedTime of certificates and lists (RFC 5280 section 4.1.2.5).
enum ASN1Time {
    /// `nil` when the value is not a valid time.
    static func read(_ time: UnsafePointer<ASN1_TIME>) -> UnixTime? {
        var civil = tm()
        guard ASN1_TIME_to_tm(time, &civil) == 1 else { return nil }
        let days = CivilTime.daysSinceEpoch(
            year: Int(civil.tm_year) + 1900, month: Int(civil.tm_mon) + 1, day: Int(civil.tm_mday))
        return UnixTime(
            seconds: days * 86400 + Int64(civil.tm_hour) * 3600 + Int64(civil.tm_min) * 60 + Int64(civil.tm_sec))
    }
}
