/// A file that pages refer to, under a name that changes with its contents, so that browsers may keep it for ever.
struct Asset: Sendable {
    let name: String
    let mediaType: String
    let bytes: [UInt8]
    let tag: String

    init(stem: String, suffix: String, mediaType: String, bytes: [UInt8]) {
        tag = Self.hash(bytes)
        name = "\(stem).\(tag).\(suffix)"
        self.mediaType = mediaType
        self.bytes = bytes
    }

    var path: String { Path.assets + name }

    static let style = Asset(
        stem: "style", suffix: "css", mediaType: "text/css; charset=utf-8", bytes: PackageResources.style_css)
    static let script = Asset(
        stem: "script", suffix: "js", mediaType: "text/javascript; charset=utf-8", bytes: PackageResources.script_js)
    static let keyScript = Asset(
        stem: "security-key", suffix: "js", mediaType: "text/javascript; charset=utf-8",
        bytes: PackageResources.security_key_js)
    static let policyScript = Asset(
        stem: "policy", suffix: "js", mediaType: "text/javascript; charset=utf-8", bytes: PackageResources.policy_js)
    static let liveScript = Asset(
        stem: "live", suffix: "js", mediaType: "text/javascript; charset=utf-8", bytes: PackageResources.live_js)
    static let icon = Asset(stem: "mark", suffix: "svg", mediaType: "image/svg+xml", bytes: PackageResources.mark_svg)
    static let all = [style, script, keyScript, policyScript, liveScript, icon]

    /// FNV-1a, 64 bits: tells builds apart, protects nothing.
    private static func hash(_ bytes: [UInt8]) -> String {
        let value = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The script that makes an editor of the desk's field for a file of the policy.
package enum PolicyScript {
    package static var path: String { Asset.policyScript.path }
}

/// The script that keeps the desk's live view as it is.
package enum LiveScript {
    package static var path: String { Asset.liveScript.path }
}
