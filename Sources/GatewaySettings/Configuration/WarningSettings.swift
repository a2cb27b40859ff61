public import GatewayPolicy

/// Where warnings of unlawful sign-in attempts go, beside the log.
public struct WarningSettings: Hashable, Sendable {
    /// `nil`: the log alone.
    public var webhook: Webhook?

    public struct Webhook: Hashable, Sendable {
        public var endpoint: Endpoint
        /// A file of 32 or more random bytes, 0600: the key of the HMAC-SHA-256 over each body.
        public var keyFile: String
        /// Warnings that could not be delivered wait here, one file each, and survive a restart.
        public var spool: String

        public init(endpoint: Endpoint, keyFile: String, spool: String) {
            self.endpoint = endpoint
            self.keyFile = keyFile
            self.spool = spool
        }
    }

    /// A server and a path on it.
    public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
        public var server: UpstreamURL
        /// Starts with a slash; a query is part of it.
        public var path: String

        /// `https://siem.example/hooks/gwanmun?team=7`. Plain http to loopback only: a warning names people.
        public init?(_ text: String) {
            guard let separator = text.firstRange(of: "://") else { return nil }
            let afterScheme = text[separator.upperBound...]
            let slash = afterScheme.firstIndex(of: "/") ?? afterScheme.endIndex
            guard let server = UpstreamURL(String(text[..<slash])), server.scheme == .https || server.isLoopback else {
                return nil
            }
            let path = slash == afterScheme.endIndex ? "/" : String(afterScheme[slash...])
            guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
            self.server = server
            self.path = path
        }

        public var description: String { server.description + path }
    }

    public init(webhook: Webhook? = nil) { self.webhook = webhook }
}
