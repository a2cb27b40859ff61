import FoundationEssentials
import GatewayIdentity
import GatewayNotices
import GatewayTesting
import Testing

@Suite struct `A mail message` {
    private func message(
        subject: String = "[보안 경고] 반복된 실패로 계정이 잠겼습니다.", sender: String = "한빛 반도체",
        body: String = "본문\n.\nFrom here", id: String = "1795336265283-ab-1"
    ) throws -> (fields: [String], body: String) {
        let mail = MailMessage(
            from: try #require(MailAddress("gwanmun@example.kr")), sender: sender,
            to: try #require(MailAddress("haneul.kim@example.kr")), subject: subject, body: body, language: .korean,
            at: Sample.start, id: id)
        let text = String(decoding: mail.bytes, as: UTF8.self)
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        return (parts[0].split(separator: "\n").map(String.init), String(parts[1]))
    }

    private static let names = [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Language", "Content-Transfer-Encoding",
    ]

    /// Field names in order; lines that begin with a space go on from the one before (RFC 5322 § 2.2.3).
    private func names(_ fields: [String]) -> [String] {
        fields.filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
    }

    @Test func `has the fields of RFC 5322 and of MIME, and lines of ASCII of at most 78 characters`() throws {
        let (fields, body) = try message()
        #expect(names(fields) == Self.names)
        #expect(fields.contains("Date: Sun, 22 Nov 2026 10:00:00 +0900"))
        #expect(fields.contains("To: <haneul.kim@example.kr>"))
        #expect(fields.contains("Message-ID: <1795336265283-ab-1@example.kr>"))
        for line in fields + body.split(separator: "\n").map(String.init) {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
    }

    @Test func `carries its text as UTF-8, whatever is in it`() throws {
        let body = try message().body
        let decoded = try #require(Data(base64Encoded: String(body.filter { $0 != "\n" })))
        #expect(String(decoding: decoded, as: UTF8.self) == "본문\n.\nFrom here")
    }

    @Test func `encodes a subject in words of at most 75 characters, each whole characters of UTF-8`() throws {
        let long = String(repeating: "관문 ", count: 40) + "끝"
        let fields = try message(subject: long).fields
        let start = try #require(fields.firstIndex { $0.hasPrefix("Subject: ") })
        let lines = [String(fields[start].dropFirst(9))] + fields[(start + 1)...].prefix { $0.hasPrefix(" ") }
        var text = ""
        for line in lines {
            let word = line.trimmingPrefix(" ")
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let bytes = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            text += try #require(String(validating: Array(bytes), as: UTF8.self))
        }
        #expect(text == long)
    }

    /// Whatever free text holds, the fields are the same ten.
    @Test(arguments: [
        "x\nBcc: all@example.kr", "x\r\nBcc: all@example.kr\r\n\r\nbody", "=?UTF-8?B?QmNjOg==?=", "\u{0}\u{B}\u{2028}y",
        "\"quoted\" \\ back", String(repeating: "a", count: 500),
    ])
    func `cannot be given another field by its texts`(hostile: String) throws {
        let (fields, body) = try message(subject: hostile, sender: hostile, body: hostile, id: hostile)
        #expect(names(fields) == Self.names)
        #expect(!fields.contains { $0.lowercased().hasPrefix("bcc") })
        #expect(!body.contains("Bcc"))
    }
}

@Suite struct `A mail address` {
    @Test(arguments: ["kim@example.kr", "haneul.kim+gw@sub.example.kr", "root@localhost", "o'neil@example.com"])
    func `is a plain local part and a host name`(text: String) {
        #expect(MailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "", "kim", "kim@", "@example.kr", "kim@@example.kr", "kim@example..kr", ".kim@example.kr", "kim.@example.kr",
        "kim@-example.kr", "\"kim park\"@example.kr", "kim@[192.0.2.1]", "kim@example.kr\nBcc: all@example.kr",
        "kim@example.kr, lee@example.kr", "Kim <kim@example.kr>", "kim@exa mple.kr", "김@example.kr",
        "-oQ/tmp@example.kr",
        "kim@example.kr\r", "kim\u{0}@example.kr",
    ])
    func `is nothing that could mean more in a field or to a program`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `is bounded by RFC 5321, section 4.5.3.1`() {
        #expect(MailAddress(String(repeating: "a", count: 64) + "@example.kr") != nil)
        #expect(MailAddress(String(repeating: "a", count: 65) + "@example.kr") == nil)
        #expect(MailAddress("a@" + String(repeating: "abcdefgh.", count: 30) + "kr") == nil)
    }

    @Test func `shows two characters of itself`() {
        #expect(MailAddress("haneul@example.kr")?.masked == "ha***@example.kr")
        #expect(MailAddress("k@example.kr")?.masked == "k***@example.kr")
    }
}
