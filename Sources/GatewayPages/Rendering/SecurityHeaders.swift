/// The header fields that stand on every answer of ours.
enum SecurityHeaders {
    /// - Parameter formTargets: origins, besides our own, that a form's answer may redirect to (CSP 3 § 6.3.1:
    ///   `form-action` judges redirects too).
    static func lines(formTargets: [String] = []) -> [HeaderLine] {
        [
            HeaderLine("Content-Security-Policy", contentSecurityPolicy(formTargets: formTargets)),
            HeaderLine("Strict-Transport-Security", "max-age=31536000"),
            HeaderLine("X-Content-Type-Options", "nosniff"),
            HeaderLine("X-Frame-Options", "DENY"),
            // `no-referrer` would make browsers send `Origin: null` with our own forms (Fetch § 3.2).
            HeaderLine("Referrer-Policy", "same-origin"),
            HeaderLine("Cross-Origin-Opener-Policy", "same-origin"),
            HeaderLine("Cross-Origin-Resource-Policy", "same-origin"),
            HeaderLine(
                "Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
            ),
            HeaderLine("X-Robots-Tag", "noindex, nofollow"),
        ]
    }

    static let noStore = HeaderLine("Cache-Control", "no-store")

    private static func contentSecurityPolicy(formTargets: [String]) -> String {
        [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'",
            (["form-action 'self'"] + formTargets).joined(separator: " "),
            "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'",
        ].joined(separator: "; ")
    }
}
