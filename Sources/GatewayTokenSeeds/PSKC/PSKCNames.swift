internal import GatewayXML

/// The names of RFC 6030 and of what it borrows.
enum PSKCNames {
    static func pskc(_ local: String) -> XMLElement.Name { .init("urn:ietf:params:xml:ns:keyprov:pskc", local) }
    static func encryption(_ local: String) -> XMLElement.Name { .init("http://www.w3.org/2001/04/xmlenc#", local) }
    static func encryption11(_ local: String) -> XMLElement.Name { .init("http://www.w3.org/2009/xmlenc11#", local) }
    static func signature(_ local: String) -> XMLElement.Name { .init("http://www.w3.org/2000/09/xmldsig#", local) }

    static let hotp = "urn:ietf:params:xml:ns:keyprov:pskc:hotp"
    static let totp = "urn:ietf:params:xml:ns:keyprov:pskc:totp"
    static let pin = "urn:ietf:params:xml:ns:keyprov:pskc:pin"
    static let pbkdf2 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"
    static let ciphers: [String: Int] = [
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc": 16, "http://www.w3.org/2001/04/xmlenc#aes192-cbc": 24,
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc": 32,
    ]
}
