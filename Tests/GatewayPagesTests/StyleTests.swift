import Testing

@testable import GatewayPages

@Suite struct `The style sheet` {
    /// Text on ground, by the variables' names.
    private static let texts = [
        ("ink", "paper"), ("ink", "card"), ("ink", "field"), ("ink", "soft"), ("ink", "good-soft"),
        ("ink", "warn-soft"),
        ("ink", "bad-soft"), ("muted", "paper"), ("muted", "card"), ("accent", "card"), ("accent", "paper"),
        ("on-accent", "accent"), ("on-accent", "accent-strong"), ("accent-strong", "soft"), ("good", "card"),
        ("bad", "card"), ("open", "card"), ("sensitive", "card"), ("classified", "card"), ("card", "open"),
        ("card", "sensitive"), ("card", "classified"), ("open", "paper"), ("sensitive", "paper"),
        ("classified", "paper"),
    ]
    /// Borders of what can be operated, and the ring of the focus.
    private static let edges = [("field-line", "card"), ("field-line", "field"), ("accent", "paper"), ("bad", "card")]

    /// The variables of the light and of the dark theme, as `#rrggbb`.
    private static func themes() throws -> [[String: [Double]]] {
        let text = String(decoding: Asset.style.bytes, as: UTF8.self)
        let roots = text.components(between: ":root {", and: "}")
        #expect(roots.count == 2)
        return try roots.map { root in
            var colours: [String: [Double]] = [:]
            for variable in root.matches(of: /--([a-z-]+): #([0-9a-f]{6});/) {
                let value = try #require(Int(variable.output.2, radix: 16))
                colours[String(variable.output.1)] = [value >> 16, value >> 8 & 255, value & 255].map {
                    Double($0) / 255
                }
            }
            return colours
        }
    }

    @Test func `keeps the contrast of WCAG 2.2, AA, in light and in dark`() throws {
        for theme in try Self.themes() {
            for (pairs, least) in [(Self.texts, 4.5), (Self.edges, 3.0)] {
                for (front, back) in pairs {
                    let contrast = contrast(try #require(theme[front]), try #require(theme[back]))
                    #expect(contrast >= least, "\(front) on \(back)")
                }
            }
        }
    }

    @Test func `fetches nothing`() {
        let text = String(decoding: Asset.style.bytes, as: UTF8.self)
        #expect(!text.contains("url(") && !text.contains("@import") && !text.contains("//"))
        #expect(!String(decoding: Asset.script.bytes, as: UTF8.self).contains("://"))
    }

    /// WCAG 2.2, "contrast ratio" of relative luminances.
    private func contrast(_ a: [Double], _ b: [Double]) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private func luminance(_ colour: [Double]) -> Double {
        let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : power(($0 + 0.055) / 1.055) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// x^2.4 for x in 0...1: x² times the fifth root of x², by Newton's method.
    private func power(_ x: Double) -> Double {
        let square = x * x
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [Substring] {
        ranges(of: start).map { range in
            let rest = self[range.upperBound...]
            return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
        }
    }
}
