import FoundationEssentials

/// The example documents of RFC 6030, by the number of their figure.
enum Figures {
    static func text(_ number: Int) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Vectors/rfc6030-figure\(number).xml")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
