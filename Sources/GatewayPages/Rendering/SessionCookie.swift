/// The cookie that opens a session: host-only, never readable by scripts, gone with the browser (RFC 6265bis § 4.1.3.2
/// for the prefix).
public enum SessionCookie {
    public static let name = "__Host-gwanmun"

    static func set(_ value: String) -> HeaderLine {
        HeaderLine("Set-Cookie", "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax")
    }

    static let clear = HeaderLine("Set-Cookie", "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}
