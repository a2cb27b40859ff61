import GatewayJSON
import GatewaySCIM
import Testing

/// RFC 7644 section 3.4.2.2.
@Suite struct `A SCIM filter` {
    /// After RFC 7643 section 8.2.
    private static let bjensen = JSON(
        Array(
            """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "2819c223", "externalId": "Bjensen",
             "userName": "bjensen@example.com", "name": {"familyName": "O'Malley"}, "title": "Tour Guide", "active": true,
             "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true},
                        {"value": "babs@jensen.org", "type": "home"}],
             "meta": {"lastModified": "2011-05-13T04:42:34Z"}, "age": 41,
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Universal Studios"}}
            """.utf8))!

    private func matches(_ text: String) throws -> Bool { try SCIMFilter(text).matches(Self.bjensen) }

    /// The first eleven are the examples of figure 1, where they concern this person.
    @Test(arguments: [
        #"userName eq "bjensen@example.com""#, #"name.familyName co "O'Malley""#, #"userName sw "B""#,
        #"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b""#, "title pr",
        #"meta.lastModified gt "2011-05-13T04:42:33Z""#, #"meta.lastModified ge "2011-05-13T04:42:34Z""#,
        #"meta.lastModified le "2011-05-13T04:42:34Z""#, #"title pr and emails.type eq "work""#,
        #"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
        #"schemas eq "urn:ietf:params:scim:schemas:core:2.0:User""#,
        #"USERNAME EQ "BJENSEN@example.com""#, #"not (userName eq "x")"#, "active eq true", "age gt 40", "age le 41",
        #"emails co "jensen.org""#, "nickName eq null", #"title ew "guide""#, #"nickName ne "x""#,
        #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization eq "universal studios""#,
        #"active eq false or active eq true and title pr"#, #"userName eq "\u0062jensen@example.com""#,
    ]) func `finds whom it describes`(text: String) throws {
        #expect(try matches(text))
    }

    @Test(arguments: [
        #"userName eq "bjensen""#, #"emails[type eq "work" and value co "@jensen.org"]"#, "nickName pr",
        "active eq false",
        #"externalId eq "bjensen""#, #"id eq "2819C223""#, "age lt 41", #"age gt "40""#,
        #"not (title pr)"#, #"(active eq false or active eq true) and nickName pr"#, #"emails.type eq "other""#,
    ]) func `finds nobody else`(text: String) throws {
        #expect(try !matches(text))
    }

    @Test(arguments: [
        "", "userName", "userName eq", "userName eq x", #"userName is "x""#, #"userName eq "x"#,
        #"userName eq "x" and"#,
        #"(userName eq "x""#, #"userName eq "x")"#, "not userName pr", #"emails[type eq "work""#, "userName eq {}",
        "userName eq [1]", "1a pr", "a..b pr", "a.b.c pr", "userName pr pr", #"userName eq "x" or or title pr"#, "()",
        #"userName eq "x" title pr"#, "userName\u{0} pr", "사용자 pr",
    ]) func `that is none is refused as such`(text: String) {
        #expect { try SCIMFilter(text) } throws: { ($0 as? SCIMProblem)?.kind == .invalidFilter }
    }

    @Test func `has a length, a depth and a number of comparisons`() throws {
        #expect(throws: SCIMProblem.self) { try SCIMFilter(String(repeating: " ", count: 2048) + "title pr") }
        let deep = String(repeating: "(", count: 17) + "title pr" + String(repeating: ")", count: 17)
        #expect(throws: SCIMProblem.self) { try SCIMFilter(deep) }
        _ = try SCIMFilter(String(deep.dropFirst().dropLast()))
        let terms = Array(repeating: "a pr", count: 65).joined(separator: " or ")
        #expect(throws: SCIMProblem.self) { try SCIMFilter(terms) }
        _ = try SCIMFilter(String(terms.dropFirst(8)))
    }

    @Test func `says what a user name must be, so that nobody has to be searched`() throws {
        #expect(try SCIMFilter(#"userName eq "kim" and active eq true"#).required("username") == "kim")
        #expect(try SCIMFilter(#"userName eq "kim" or active eq true"#).required("username") == nil)
        #expect(try SCIMFilter(#"not (userName eq "kim")"#).required("username") == nil)
    }
}
