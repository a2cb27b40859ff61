/// Browser and system in a few words, from a `User-Agent` that its sender could write as it liked: for people to
/// recognise, never for deciding.
public struct DeviceName: Hashable, Sendable {
    let browser: String?
    let system: String?

    public init(userAgent: String?) {
        let text = userAgent ?? ""
        browser = Self.browsers.first { text.contains($0.mark) }?.name
        system = Self.systems.first { text.contains($0.mark) }?.name
    }

    /// `nil` when nothing was recognised.
    public var text: String? {
        let parts = [browser, system].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// The more particular first: most browsers also claim to be Chrome or Safari.
    private static let browsers: [(mark: String, name: String)] = [
        ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"), ("Edg/", "Edge"), ("EdgA/", "Edge"),
        ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
        ("aws-cli/", "AWS CLI"), ("Boto3/", "Boto3"), ("python-requests/", "Python"),
    ]

    private static let systems: [(mark: String, name: String)] = [
        ("Windows NT", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]
}
