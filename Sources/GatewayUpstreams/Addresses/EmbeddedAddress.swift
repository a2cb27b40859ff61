internal import GatewayIdentity

extension NetworkAddress {
    /// The IPv4 address that a translator or a tunnel takes out of this one; `nil` when there is none, or none that can be known.
    var embedded: NetworkAddress? {
        if high == 0 && (low >> 32 == 0 || low >> 32 == 0xffff_0000) {
            return NetworkAddress(v4: UInt32(truncatingIfNeeded: low))  // RFC 4291 § 2.5.5.1, RFC 2765 § 2.1
        }
        if high == 0x0064_ff9b_0000_0000 && low >> 32 == 0 {
            return NetworkAddress(v4: UInt32(truncatingIfNeeded: low))  // RFC 6052 § 2.2
        }
        if high >> 48 == 0x2002 {
            return NetworkAddress(v4: UInt32(truncatingIfNeeded: high >> 16))  // RFC 3056 § 2
        }
        if high >> 32 == 0x2001_0000 {
            return NetworkAddress(v4: ~UInt32(truncatingIfNeeded: low))  // RFC 4380 § 4: the client's, inverted
        }
        return nil
    }
}
