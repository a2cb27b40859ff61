import GatewayIdentity
import GatewayLimits

extension ListenSettings {
    static let loopbackOps = ListenAddress(address: NetworkAddress(v4: 0x7f00_0001), port: 9901)
}

extension Places {
    /// Those who connect (swift-nio) take no longer one, as on systems whose `sun_path` holds 104 bytes, one of them the end.
    static let longestSocketPath = 103
}

extension YAMLCursor {
    func localised() -> LocalisedText? {
        guard let entry = mapping("a text in both languages", keys: ["ko", "en"]) else { return nil }
        let korean = entry.required("ko")?.text("Korean text")
        let english = entry.required("en")?.text("English text")
        guard let korean, let english else { return nil }
        return LocalisedText(korean: korean, english: english)
    }

    func listenAddress() -> ListenAddress? {
        parsed("an address and port such as 127.0.0.1:8443 or \"[::1]:8443\"", ListenAddress.init)
    }

    /// An address, or a mapping where more is to be said.
    func listener() -> ListenerSettings? {
        if case .scalar = value.content { return listenAddress().map { ListenerSettings(address: $0) } }
        let keys = ["address", "proxy_protocol"]
        guard let entry = mapping("a listener", keys: keys) else { return nil }
        let address = entry.required("address")?.listenAddress()
        let proxies = entry.optional("proxy_protocol").map { $0.proxyNetworks() } ?? []
        guard let address, let proxies else { return nil }
        return ListenerSettings(address: address, proxies: proxies)
    }

    private func proxyNetworks() -> [CIDRBlock]? {
        guard let entry = mapping("the PROXY protocol", keys: ["from"]), let from = entry.required("from"),
            let networks = from.list(of: "networks", { $0.network() })
        else { return nil }
        guard !networks.isEmpty else {
            from.report(.wrongShape(expected: "at least one network; without a proxy leave 'proxy_protocol' out"))
            return nil
        }
        return networks
    }

    func certificateProfile() -> ClientCertificateSettings.Profile? {
        let keys = ["eku_absent_ok", "policy_oids", "min_rsa_bits", "min_ec_bits", "clock_skew"]
        guard let entry = mapping("a certificate profile", keys: keys) else { return nil }
        var profile = ClientCertificateSettings.Profile()
        if let flag = entry.optional("eku_absent_ok")?.flag() { profile.allowsAbsentExtendedKeyUsage = flag }
        if let oids = entry.optional("policy_oids")?.list(of: "OIDs", { $0.objectIdentifier() }) {
            profile.policies = oids
        }
        if let bits = entry.optional("min_rsa_bits")?.integer(2048...16384) { profile.minimumRSABits = bits }
        if let bits = entry.optional("min_ec_bits")?.integer(256...521) { profile.minimumCurveBits = bits }
        if let skew = entry.optional("clock_skew")?.duration(upTo: .seconds(300)) { profile.clockSkew = skew }
        return profile
    }

    /// Dotted decimal with at least two arcs, the first of them 0 to 2 (X.660).
    private func objectIdentifier() -> String? {
        parsed("an object identifier such as 1.2.410.200005.1.1.4") { text in
            let arcs = text.split(separator: ".", omittingEmptySubsequences: false)
            guard arcs.count >= 2, arcs.allSatisfy({ Spelling.decimal(String($0)) != nil }),
                ["0", "1", "2"].contains(arcs[0])
            else { return nil }
            return text
        }
    }

    func duration(from shortest: Duration, upTo longest: Duration) -> Duration? {
        guard let value = duration(upTo: longest) else { return nil }
        guard value >= shortest else {
            report(
                .badValue(value.inDaysOrSeconds, expected: "\(shortest.inDaysOrSeconds) to \(longest.inDaysOrSeconds)"))
            return nil
        }
        return value
    }

    func duration(upTo longest: Duration) -> Duration? {
        guard let value = duration() else { return nil }
        guard value > .zero, value <= longest else {
            report(
                .badValue(
                    "\(value.components.seconds)s", expected: "more than 0s and at most \(longest.components.seconds)s")
            )
            return nil
        }
        return value
    }

    func connectionLimits() -> ConnectionLimits? {
        let keys = [
            "connections", "connections_per_source", "handshakes", "handshake_time", "header_time", "body_time",
            "keep_alive_time", "head_size",
            "head_fields", "memory", "source_failures", "drain_notice", "drain_time", "http2",
        ]
        guard let entry = mapping("limits", keys: keys) else { return nil }
        var limits = ConnectionLimits()
        let hour = Duration.seconds(3600)
        if let count = entry.optional("connections")?.integer(1...ConnectionLimits.largestCount) {
            limits.connections = count
        }
        if let count = entry.optional("connections_per_source")?.integer(1...ConnectionLimits.largestCount) {
            limits.connectionsPerSource = count
        }
        if let count = entry.optional("handshakes")?.integer(1...100_000) { limits.handshakes = count }
        if let time = entry.optional("handshake_time")?.duration(upTo: hour) { limits.handshakeTime = time }
        if let time = entry.optional("header_time")?.duration(upTo: hour) { limits.headerTime = time }
        if let time = entry.optional("body_time")?.duration(upTo: hour) { limits.bodyTime = time }
        if let time = entry.optional("keep_alive_time")?.duration(upTo: hour) { limits.keepAliveTime = time }
        if let time = entry.optional("drain_notice")?.duration(upTo: hour) { limits.drainNotice = time }
        if let time = entry.optional("drain_time")?.duration(upTo: hour) { limits.drainTime = time }
        if let size = entry.optional("head_size")?.integer(4096...1_048_576) { limits.headSize = size }
        if let count = entry.optional("head_fields")?.integer(16...1000) { limits.headFields = count }
        if let size = entry.optional("memory")?.size(atLeast: 32 << 20) { limits.memory = size }
        if let throttle = entry.optional("source_failures") { limits.sourceFailures = throttle.sourceLimits() }
        // A head that HTTP/1.1 may bring, HTTP/2 may.
        limits.http2.headerList = max(limits.http2.headerList, limits.headSize)
        limits.http2.headerFields = max(limits.http2.headerFields, limits.headFields)
        if let http2 = entry.optional("http2") { limits.http2 = http2.http2Limits(beside: limits) }
        return limits
    }

    /// `off`, or how many failures within which time block a source for how long.
    private func sourceLimits() -> SourceLimits? {
        if case .scalar("off", _) = value.content { return nil }
        guard let entry = mapping("source_failures, unless it is 'off'", keys: ["failures", "window", "block"]) else {
            return .normal
        }
        var limits = SourceLimits.normal
        let day = Duration.seconds(86400)
        if let count = entry.optional("failures")?.integer(1...10_000) { limits.failures = count }
        if let time = entry.optional("window")?.duration(upTo: day) { limits.window = time }
        if let time = entry.optional("block")?.duration(upTo: day) { limits.block = time }
        return limits
    }
}

extension Duration {
    /// As people write it: nobody counts the seconds of a year.
    fileprivate var inDaysOrSeconds: String {
        let (seconds, day) = (components.seconds, Int64(86400))
        return seconds > 2 * day && seconds.isMultiple(of: day) ? "\(seconds / day)d" : "\(seconds)s"
    }
}
