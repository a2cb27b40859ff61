import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readConsoles(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("consoles by name") ?? [] {
            guard let id = name.consoleID(), let entry = value.mapping(.console),
                claim(.consoles, id.text, at: name.position, keys: entry), let console = console(id, entry)
            else { continue }
            definition.consoles.append(console)
        }
    }

    private func console(_ id: ConsoleID, _ entry: YAMLMapping) -> Console? {
        let hosts = entry.required("hosts")?.list(of: "host names") { host($0) }
        let upstreams = upstreams(of: id, entry)
        let owner = entry.required("owner")?.text("the owner's account")
        let manager = entry.required("manager")?.text("the manager's account")
        // Unlabelled counts as the highest (profile NCT2-2.4-P1).
        let grade = entry.optional("grade").map { $0.choice(Grade.self) } ?? .classified
        let tags = entry.optional("tags").map { $0.set(of: "tags") { $0.policyName(of: Tag.self) } } ?? []
        let labelHeader = entry.optional("label_header").flatMap { $0.labelHeader() }
        let timeouts = entry.optional("timeouts").map { $0.timeouts() } ?? .usual
        let hostHeader = entry.optional("host_header").map { $0.choice(Console.HostHeader.self) } ?? .keep
        let origins = entry.optional("websocket_origins").map { $0.list(of: "origins") { $0.origin() } } ?? []
        let isCacheable = entry.optional("cacheable").map { $0.flag() } ?? false
        let overrides = entry.optional("actions").map { $0.list(of: "actions") { $0.actionOverride() } } ?? []
        let background =
            entry.optional("background").map { $0.list(of: "paths, or methods with paths") { $0.background() } } ?? []
        let tls = entry.optional("tls").flatMap { upstreamTLS($0) }
        let hosting = entry.hosting()
        guard let hosts, let upstreams, let owner, let manager, let grade, let tags, let timeouts, let hostHeader,
            let origins, let isCacheable,
            let overrides, let background
        else { return nil }
        return Console(
            id: id, hosts: hosts, upstreams: upstreams, owner: owner, manager: manager, grade: grade, tags: tags,
            labelHeader: labelHeader, timeouts: timeouts,
            hostHeader: hostHeader, tls: tls, webSocketOrigins: origins, isCacheable: isCacheable,
            actionOverrides: overrides, background: background, hosting: hosting)
    }

    /// The site's, or else the policy's.
    private func upstreams(of id: ConsoleID, _ entry: YAMLMapping) -> ConsoleUpstreams? {
        let written = entry.optional("upstreams")?.upstreams()
        if let placed = site.upstreams[id] { return placed }
        if written == nil, entry.optional("upstreams") == nil {
            if let unplaced = site.unplaced { return [unplaced] }
            log.report(
                .missingKey("upstreams", in: "a console without an entry under the configuration's upstreams"),
                at: entry.position)
        }
        return written
    }

    private func host(_ cursor: YAMLCursor) -> HostName? {
        let name = cursor.parsed("a host name, or one label below the site's domain") { text in
            HostName(text).flatMap { $0.isSingleLabel ? $0.below(site.domain) : $0 }
        }
        if let name, site.ownHosts.contains(name) {
            cursor.report(.badValue(name.text, expected: "a name of the console's own; it is the gateway's"))
        }
        return name
    }

    private func upstreamTLS(_ cursor: YAMLCursor) -> Console.UpstreamTLS? {
        guard let entry = cursor.mapping(.upstreamTLS) else { return nil }
        return Console.UpstreamTLS(
            authorities: entry.optional("ca").flatMap { file($0) },
            serverName: entry.optional("server_name").flatMap { $0.parsed("a host name") { HostName($0) } },
            client: entry.optional("client").flatMap { clientIdentity($0) })
    }

    private func clientIdentity(_ cursor: YAMLCursor) -> Console.UpstreamTLS.ClientIdentity? {
        guard let entry = cursor.mapping(.clientIdentity) else { return nil }
        let certificate = entry.required("certificate").flatMap { file($0) }
        let key = entry.required("key").flatMap { file($0) }
        guard let certificate, let key else { return nil }
        return .init(certificate: certificate, key: key)
    }

    private func file(_ cursor: YAMLCursor) -> String? {
        cursor.text("the name of a file").map { $0.hasPrefix("/") ? $0 : directory + "/" + $0 }
    }
}

extension YAMLCursor {
    fileprivate func timeouts() -> Console.Timeouts? {
        guard let entry = mapping(.timeouts) else { return nil }
        let usual = Console.Timeouts.usual
        let header = entry.optional("header").map { $0.duration() } ?? usual.header
        let idle = entry.optional("idle").map { $0.duration() } ?? usual.idle
        let tunnel = entry.optional("tunnel").map { $0.duration() } ?? usual.tunnel
        let total = entry.optional("total").flatMap { $0.duration() }
        guard let header, let idle, let tunnel else { return nil }
        return .init(header: header, idle: idle, total: total, tunnel: tunnel)
    }

    /// The name of a field of answers, which says nothing else yet.
    fileprivate func labelHeader() -> LabelHeader? {
        parsed("a header name of its own, which neither HTTP nor the gateway gives a meaning", LabelHeader.init)
    }

    /// An ASCII origin (RFC 6454 § 6.2) as browsers send it.
    fileprivate func origin() -> String? {
        parsed("an origin such as https://fab.example, without a path") { text in
            guard let url = UpstreamURL(text), url.description == text else { return nil }
            return text
        }
    }

    /// `/poll/**`, or `{methods: [GET], paths: [/poll/**]}`.
    fileprivate func background() -> BackgroundTraffic? {
        if case .scalar = value.content { return path().map { BackgroundTraffic(paths: [$0]) } }
        guard let entry = mapping(.background) else { return nil }
        let methods = entry.optional("methods").map { $0.methods() } ?? []
        let paths = entry.required("paths")?.paths()
        guard let methods, let paths else { return nil }
        return BackgroundTraffic(methods: methods, paths: paths)
    }

    fileprivate func actionOverride() -> ActionOverride? {
        guard let entry = mapping(.consoleAction) else { return nil }
        let methods = entry.optional("methods").map { $0.methods() } ?? []
        let paths = entry.required("paths")?.paths()
        let action = entry.required("action")?.choice(Action.self)
        guard let methods, let paths, let action else { return nil }
        return ActionOverride(methods: methods, paths: paths, action: action)
    }
}
