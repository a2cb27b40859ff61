import GatewayHTTP1
import NIOCore
import Testing

@testable import Gateway

/// Vector V10 and T74 of compliance profile nct-2025-04.
@Suite struct `An answer to somebody who may view and not download` {
    private func refuses(_ fields: String, status: Int = 200, forbidsStoring: Bool) -> Bool {
        let text = Array("HTTP/1.1 \(status) OK\r\nContent-Length: 3\r\n\(fields)\r\n".utf8)
        return text.withUnsafeBytes { bytes in
            var parser = ResponseHeadParser()
            #expect(parser.parse(bytes, answering: ResponseContext()) == .complete(length: text.count))
            return DownloadWatch(forbidsStoring: forbidsStoring).refuses(parser.head, bytes)
        }
    }

    @Test(arguments: [
        "attachment", "Attachment; filename=a.pdf", "form-data", "attachment;filename*=UTF-8''%e2%82%ac", "",
        "inlinex", "\"inline\"", "x-unknown",
    ])
    func `is no attachment, nor what is handled as one`(disposition: String) {
        for forbids in [true, false] {
            #expect(refuses("Content-Disposition: \(disposition)\r\n", forbidsStoring: forbids))
        }
    }

    @Test(arguments: ["inline", "INLINE; filename=\"drawing.png\"", " inline ; filename=a"])
    func `may be shown inline`(disposition: String) {
        #expect(!refuses("Content-Disposition: \(disposition)\r\n", forbidsStoring: true))
    }

    @Test(arguments: [
        "application/octet-stream", "application/zip", "application/x-gzip", "application/vnd.ms-excel", "text/csv",
        "Application/OCTET-STREAM; charset=x", "application/x-msdownload", "nonsense", "",
    ])
    func `is nothing that browsers save, where nothing may be stored`(type: String) {
        #expect(refuses("Content-Type: \(type)\r\n", forbidsStoring: true))
        #expect(!refuses("Content-Type: \(type)\r\n", forbidsStoring: false))
    }

    @Test(arguments: [
        "text/html", "Text/HTML; charset=utf-8", "application/json", "application/problem+json", "image/svg+xml",
        "image/png", "text/event-stream", "application/grpc+proto", "video/mp4", "application/pdf",
    ])
    func `is what browsers show`(type: String) {
        #expect(!refuses("Content-Type: \(type)\r\n", forbidsStoring: true))
    }

    @Test func `hides nothing, where nothing may be stored`() {
        #expect(refuses("Content-Encoding: gzip\r\n", forbidsStoring: true))
        #expect(refuses("Content-Encoding: br\r\n", forbidsStoring: true))
        #expect(!refuses("Content-Encoding: identity\r\n", forbidsStoring: true))
        #expect(refuses("Content-Range: bytes 0-2/9\r\n", status: 206, forbidsStoring: true))
        #expect(!refuses("Content-Encoding: gzip\r\n", forbidsStoring: false))
    }

    private static let files: [[UInt8]] = [
        [0x50, 0x4B, 0x03, 0x04, 0x14], [0x1F, 0x8B, 0x08], Array("Rar!\u{1A}\u{7}\u{1}".utf8),
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00], Array("SQLite format 3\0".utf8), [0x7F, 0x45, 0x4C, 0x46, 2],
        Array("MZ".utf8) + [0x90, 0x00, 0x03],
        Array("name".utf8) + [UInt8](repeating: 0, count: 253) + Array("ustar".utf8),
    ]

    @Test(arguments: files)
    func `is no file by another name, in whatever pieces it comes`(file: [UInt8]) {
        for size in [1, 3, file.count] {
            var watch = DownloadWatch(forbidsStoring: true)
            var isRefused = false
            for start in stride(from: 0, to: file.count, by: size) {
                let piece = ByteBuffer(bytes: file[start..<min(start + size, file.count)])
                isRefused = watch.refuses(piece) || isRefused
            }
            #expect(isRefused, "in pieces of \(size)")
        }
        var lenient = DownloadWatch(forbidsStoring: false)
        let isRefused = lenient.refuses(ByteBuffer(bytes: file))
        #expect(!isRefused)
    }

    @Test(arguments: [
        "MZ is how some texts begin", "PK is two letters", "<!doctype html>", "{\"a\": \"PK\\u0003\\u0004\"}", "BZ",
    ])
    func `may be a text that begins like one`(text: String) {
        var watch = DownloadWatch(forbidsStoring: true)
        let isRefused = watch.refuses(ByteBuffer(string: text))
        #expect(!isRefused)
    }

    @Test func `is looked at in its beginning alone`() {
        var watch = DownloadWatch(forbidsStoring: true)
        for piece in [ByteBuffer(repeating: 0x20, count: 300), ByteBuffer(bytes: [0x50, 0x4B, 0x03, 0x04])] {
            let isRefused = watch.refuses(piece)
            #expect(!isRefused)
        }
    }
}
