import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayReview

/// The sections of `gwanmun.yaml`. A section that cannot be read is `nil`; the log knows why, and nothing is taken into use then.
struct ConfigurationSections {
    let directory: String

    func read(_ document: YAMLMapping) -> GatewayConfiguration? {
        document.requireVersion()
        let site = document.required("site").flatMap { siteSettings($0) }
        let listen = document.required("listen").flatMap { listenSettings($0) }
        let tls = document.required("tls").flatMap { serverTLSSettings($0) }
        let clients = document.required("clients").flatMap { clientSettings($0) }
        let keys = document.optional("keys").map { $0.keySettings { path($0) } } ?? KeySettings()
        let places = placesOfThings(document, keys)
        let policyChanges = policyChanges(document)
        let brokenTrail = document.optional("audit_broken").map { $0.choice(BrokenTrailAction.self) } ?? .refuse
        let retention = document.optional("retention").map { $0.retentionSettings() } ?? RetentionSettings()
        let auditTrail = auditTrailSettings(document.optional("audit_trail"), keys)
        let limits = document.optional("limits").map { $0.connectionLimits() } ?? ConnectionLimits()
        let warnings = warningSettings(document.optional("warnings"))
        let siem = siemSettings(document.optional("siem"), language: site?.language)
        let clock = clockSettings(document.optional("clock"))
        let securityKeys = securityKeySettings(document.optional("webauthn"), site)
        let pam = document.optional("pam").flatMap { pamSettings($0) }
        let people = document.optional("people").map { $0.accountRules() } ?? AccountRules()
        let reviews = document.optional("reviews").map { $0.reviewRules() } ?? ReviewRules()
        let countries = document.optional("countries").flatMap { countryDatabase($0) }
        let threads = document.optional("threads").flatMap { $0.integer(1...256) }
        let upstreams = document.optional("upstreams").map { placedUpstreams($0) } ?? [:]
        guard let site, let listen, let tls, let clients, let places, let policyChanges, let keys, let brokenTrail,
            let retention, let auditTrail, let limits,
            let warnings, let siem, let clock, let securityKeys, let people, let reviews, let upstreams
        else { return nil }
        var configuration = GatewayConfiguration(
            site: site, listen: listen, tls: tls, clients: clients, places: places, policyChanges: policyChanges,
            keys: keys, brokenTrail: brokenTrail, retention: retention, limits: limits, warnings: warnings, siem: siem,
            clock: clock,
            securityKeys: securityKeys,
            pam: pam, people: people, reviews: reviews, countryDatabase: countries, threads: threads,
            upstreams: upstreams)
        configuration.auditTrail = auditTrail
        return configuration
    }

    // MARK: Names and doors

    private func siteSettings(_ cursor: YAMLCursor) -> SiteSettings? {
        let keys = ["domain", "gate", "desk", "public_port", "desk_public_port", "organisation", "contact", "language"]
        guard let entry = cursor.mapping("the site", keys: keys),
            let domain = entry.required("domain")?.parsed("a domain", { HostName($0) })
        else { return nil }
        let gate = host(entry.optional("gate"), label: "gate", below: domain)
        let desk = host(entry.optional("desk"), label: "desk", below: domain)
        let organisation = entry.required("organisation")?.localised()
        let contact = entry.required("contact")?.localised()
        let publicPort = entry.optional("public_port").flatMap { $0.integer(1...65535) }.map { UInt16($0) }
        let deskPort = entry.optional("desk_public_port").flatMap { $0.integer(1...65535) }.map { UInt16($0) }
        let language = entry.optional("language").map { $0.choice(Language.self) } ?? .korean
        guard let gate, let desk, let organisation, let contact, let language else { return nil }
        if gate == desk {
            entry.optional("desk")?.report(.badValue(desk.text, expected: "another name than the gate's"))
        }
        return SiteSettings(
            domain: domain, gate: gate, desk: desk, publicPort: publicPort, deskPublicPort: deskPort,
            organisation: organisation, contact: contact, language: language)
    }

    private func host(_ cursor: YAMLCursor?, label: String, below domain: HostName) -> HostName? {
        guard let cursor else { return HostName(label)?.below(domain) }
        return cursor.parsed("a host name, or one label below the domain") { text in
            HostName(text).flatMap { $0.isSingleLabel ? $0.below(domain) : $0 }
        }
    }

    private func listenSettings(_ cursor: YAMLCursor) -> ListenSettings? {
        guard let entry = cursor.mapping("listen", keys: ["gate", "desk", "ops", "reuse_port"]) else { return nil }
        let gate = entry.required("gate")?.listener()
        let desk = entry.required("desk")?.listener()
        let ops = entry.optional("ops").map { $0.listenAddress() } ?? ListenSettings.loopbackOps
        let sharesPorts = entry.optional("reuse_port").map { $0.flag() } ?? false
        guard let gate, let desk, let ops, let sharesPorts else { return nil }
        let listen = ListenSettings(gate: gate, desk: desk, ops: ops, sharesPorts: sharesPorts)
        for (key, address) in [("desk", desk.address), ("ops", ops)] where address.port != 0 && address == gate.address
        {
            entry.optional(key)?.report(.badValue(address.description, expected: "another address than the gate's"))
        }
        return listen
    }

    // MARK: Certificates

    private func serverTLSSettings(_ cursor: YAMLCursor) -> ServerTLSSettings? {
        guard let entry = cursor.mapping("tls", keys: ["profile", "certificates"]) else { return nil }
        let profile = entry.optional("profile").map { $0.choice(ServerTLSSettings.CipherProfile.self) } ?? .modern
        let certificates = entry.required("certificates")?.list(of: "certificates") { serverCertificate($0) }
        guard let profile, let certificates else { return nil }
        if certificates.isEmpty {
            entry.optional("certificates")?.report(.wrongShape(expected: "at least one certificate"))
        }
        return ServerTLSSettings(profile: profile, certificates: certificates)
    }

    private func serverCertificate(_ cursor: YAMLCursor) -> ServerCertificate? {
        guard let entry = cursor.mapping("a server certificate", keys: ["names", "chain", "key"]) else { return nil }
        let names = entry.required("names")?.list(of: "names") { $0.parsed("a host name or *.domain", ServerName.init) }
        let chain = path(entry.required("chain"))
        let key = path(entry.required("key"))
        guard let names, let chain, let key else { return nil }
        if names.isEmpty { entry.optional("names")?.report(.wrongShape(expected: "at least one name")) }
        return ServerCertificate(names: names, chain: chain, key: key)
    }

    private func clientSettings(_ cursor: YAMLCursor) -> ClientCertificateSettings? {
        guard let entry = cursor.mapping("clients", keys: ["trust", "intermediates", "crls", "demand", "profile"])
        else { return nil }
        let trust = entry.required("trust")?.list(of: "PEM files") { path($0) }
        let intermediates = entry.optional("intermediates").map { $0.list(of: "PEM files") { path($0) } } ?? []
        let lists = path(entry.required("crls"))
        let demand = entry.optional("demand").map { $0.choice(ClientCertificateSettings.Demand.self) } ?? .explain
        let profile = entry.optional("profile").map { $0.certificateProfile() } ?? ClientCertificateSettings.Profile()
        guard let trust, let intermediates, let lists, let demand, let profile else { return nil }
        if trust.isEmpty { entry.optional("trust")?.report(.wrongShape(expected: "at least one PEM file")) }
        return ClientCertificateSettings(
            trust: trust, intermediates: intermediates, revocationLists: lists, demand: demand, profile: profile)
    }

    // MARK: Places

    private func placesOfThings(_ document: YAMLMapping, _ keys: KeySettings?) -> Places? {
        let store = path(document.optional("store"), otherwise: "data/gwanmun.sqlite")
        // With a token, the file is for those who name it: on their way from one to the other.
        let isInToken = keys?.token != nil && document.optional("key_file") == nil
        let keyFile = isInToken ? nil : path(document.optional("key_file"), otherwise: "data/gwanmun.key")
        let audit = path(document.optional("audit"), otherwise: "audit")
        let policies = path(document.optional("policies"), otherwise: "policies")
        let socket = path(document.optional("control_socket"), otherwise: "data/control.sock")
        guard let store, keyFile != nil || isInToken, let audit, let policies, let socket else { return nil }
        if socket.utf8.count > Places.longestSocketPath {
            let expected = "at most \(Places.longestSocketPath) bytes long with its folder, as sockets must be"
            document.log.report(
                .badValue(socket, expected: expected),
                at: document.optional("control_socket")?.position ?? document.position)
        }
        return Places(store: store, keyFile: keyFile, audit: audit, policies: policies, controlSocket: socket)
    }

    func path(_ cursor: YAMLCursor?, otherwise name: String) -> String? {
        cursor == nil ? directory + "/" + name : path(cursor)
    }

    func path(_ cursor: YAMLCursor?) -> String? {
        cursor?.parsed("the name of a file") { text in
            guard !text.utf8.contains(0) else { return nil }
            return text.hasPrefix("/") ? text : directory + "/" + text
        }
    }

    // MARK: The rest

    private func countryDatabase(_ cursor: YAMLCursor) -> String? {
        cursor.mapping("countries", keys: ["database"]).flatMap { path($0.required("database")) }
    }

    private func placedUpstreams(_ cursor: YAMLCursor) -> [ConsoleID: ConsoleUpstreams]? {
        var upstreams: [ConsoleID: ConsoleUpstreams] = [:]
        for (name, value) in cursor.named("upstreams: consoles by name, each with its addresses") ?? [] {
            guard let console = name.consoleID(), let placed = value.upstreams() else { continue }
            upstreams[console] = placed
        }
        return upstreams
    }
}
