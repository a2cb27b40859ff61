/// What each target may import beside the Swift standard library: the module layout of the design, written once.
///
/// The arrow is one way: C <- adapters <- programs; pure <- ports <- flow <- programs. SwiftPM does not hold a target to its
/// declared dependencies (a module reached through another target imports without complaint), so this table does.
enum ImportTable {
    static let rows: [String: Set<String>] = [
        // Pure: values in, values out.
        "GatewayIdentity": [],
        "GatewayUpstreams": ["GatewayIdentity"],
        "GatewayPolicy": ["GatewayIdentity", "GatewayUpstreams"],
        // Rules over what people do.
        "GatewayWatch": ["GatewayIdentity", "GatewayPolicy"],
        "GatewayLimits": ["GatewayIdentity"],
        "GatewayHTTP1": [],
        // Numbers that grow where they are counted; the atomics are how somebody else may read them.
        "GatewayMetrics": ["Synchronization"],
        "GatewayProxyProtocol": ["GatewayIdentity"],
        "GatewayJSON": [],
        // A personnel system's file.
        "GatewayRoster": ["GatewayIdentity"],
        // What a personnel system says: filters, changes, resources.
        "GatewaySCIM": ["GatewayJSON"],
        "GatewayNotices": ["GatewayIdentity"],
        // What sources say of the clock, and what follows.
        "GatewayTime": [],
        // Records in the forms that other houses' systems read.
        "GatewaySIEM": ["GatewayAudit", "GatewayIdentity", "GatewayJSON"],

        // What is asked of the operating system.
        "GatewaySystem": ["CProcess", "GatewayIdentity", "GatewayTime", "Glibc", "Synchronization"],

        // Adapters over OpenSSL: the only targets that see it.
        "GatewayCrypto": ["COpenSSL", "GatewayIdentity", "Glibc", "Synchronization"],
        "GatewayCertificates": ["COpenSSL", "GatewayIdentity", "Glibc", "Synchronization"],
        "GatewayTLS": ["COpenSSL", "Glibc", "NIOCore", "Synchronization"],

        // Adapter over nghttp2: the only target that sees it.
        "GatewayHTTP2": ["CNghttp2", "Glibc", "NIOCore"],

        // Adapter over libdeflate: the only target that sees it.
        "GatewayGzip": ["CDeflate"],

        // Adapter over expat: the only target that sees it.
        "GatewayXML": ["CExpat"],

        // Adapter over libmaxminddb: the only target that sees it.
        "GatewayCountries": ["CMaxMindDB", "GatewayIdentity", "Glibc"],

        // Adapter over libfido2 and libcbor: the only target that sees them.
        "GatewayFIDO2": ["CFIDO2", "GatewayCrypto", "GatewayIdentity"],

        // PAM: what gate and helper say to each other; the helper's side, the only target that sees libpam; the gate's side.
        "GatewayPAMWire": ["GatewayCrypto", "Glibc"],
        "GatewayPAM": ["CPAM", "GatewayCrypto", "GatewayPAMWire", "Glibc"],
        "GatewayPAMHelper": ["GatewayCrypto", "GatewayPAMWire", "Glibc", "NIOPosix", "Synchronization"],

        // Pure, on top of the crypto engine.
        "GatewayWebAuthn": [
            "GatewayCertificates", "GatewayCrypto", "GatewayFIDO2", "GatewayIdentity", "GatewayJSON",
        ],
        "GatewayFactors": ["GatewayCrypto", "GatewayIdentity"],
        "GatewayTokenSeeds": ["GatewayCrypto", "GatewayFactors", "GatewayIdentity", "GatewayXML"],
        "GatewaySessions": ["GatewayCrypto", "GatewayIdentity"],
        "GatewayAudit": ["GatewayCrypto", "GatewayIdentity"],
        "GatewayReplay": ["GatewayAudit", "GatewayCrypto", "GatewayIdentity", "GatewayPolicy"],
        // What is looked at again and again, and what nobody used.
        "GatewayReview": [
            "GatewayAudit", "GatewayCrypto", "GatewayIdentity", "GatewayJSON", "GatewayPolicy", "GatewayReplay",
        ],
        // What settings and records show of each clause of a guide.
        "GatewayEvidence": ["GatewayAudit", "GatewayIdentity"],
        // Reads its files itself; what it makes of them depends on their text alone.
        "GatewaySettings": [
            "GatewayAudit", "GatewayEvidence", "GatewayIdentity", "GatewayJSON", "GatewayLimits", "GatewayPolicy",
            "GatewayReview", "GatewaySIEM", "GatewayTime",
            "GatewayUpstreams", "GatewayWebAuthn", "GatewayWatch", "Yams",
        ],

        // Ports, and the adapters behind them.
        "GatewayStore": [
            "GatewayCrypto", "GatewayFactors", "GatewayIdentity", "GatewayLimits", "GatewayPolicy", "GatewayReview",
            "GatewaySessions", "GatewayWebAuthn",
        ],
        "GatewayStoreSQLite": [
            "GRDB", "GatewayCrypto", "GatewayFactors", "GatewayIdentity", "GatewayLimits", "GatewayPolicy",
            "GatewayReview",
            "GatewaySessions",
            "GatewayStore", "GatewayWebAuthn",
            "Glibc", "Synchronization",
        ],
        // Adapter over PKCS#11 modules: the only target that sees them.
        "GatewayPKCS11": [
            "CP11", "GatewayCrypto", "GatewayIdentity", "GatewayStore", "GatewayVault", "Glibc", "NIOPosix",
            "Synchronization",
        ],
        "GatewayVault": ["GatewayCrypto", "GatewayIdentity", "GatewayStore", "Glibc", "Synchronization"],
        "GatewayAuditFile": [
            "GatewayAudit", "GatewayCrypto", "GatewayGzip", "GatewayIdentity", "Glibc", "Synchronization",
        ],
        // What lies beside the trail and is made of it.
        "GatewayAuditIndex": [
            "GRDB", "GatewayAudit", "GatewayAuditFile", "GatewayIdentity", "Glibc",
        ],

        // Flow: people and sessions, the pages they see, the road their requests take.
        "GatewayAccess": [
            "GatewayCertificates", "GatewayCrypto", "GatewayFIDO2", "GatewayFactors", "GatewayIdentity",
            "GatewayLimits",
            "GatewayPolicy", "GatewayReview", "GatewaySessions", "GatewayStore", "GatewayVault", "GatewayWatch",
            "GatewayWebAuthn",
            "Synchronization",
        ],
        "GatewayPages": [
            "CQREncode", "GatewayIdentity", "GatewayJSON", "GatewayWebAuthn", "HTTPTypes", "Hummingbird", "Logging",
            "Mustache", "NIOCore",
        ],
        "GatewayDesk": [
            "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayFactors", "GatewayIdentity", "GatewayJSON",
            "GatewayLimits",
            "GatewayPolicy", "GatewayReview", "GatewayRoster", "GatewaySCIM", "GatewaySessions", "GatewayStore",
            "GatewayVault",
            "HTTPTypes", "Hummingbird", "Logging", "NIOCore", "Synchronization",
        ],
        "GatewayDeskPages": [
            "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayDesk", "GatewayFactors", "GatewayIdentity",
            "GatewayJSON", "GatewayLimits", "GatewayPages", "GatewayPolicy", "GatewayReview", "GatewaySessions",
            "GatewayStore", "Logging",
            "Synchronization",
        ],
        "Gateway": [
            "GatewayAccess", "GatewayAudit", "GatewayCertificates", "GatewayCrypto", "GatewayFactors", "GatewayHTTP1",
            "GatewayHTTP2", "GatewayIdentity", "GatewayLimits", "GatewayMetrics", "GatewayPages", "GatewayPolicy",
            "GatewayProxyProtocol", "GatewaySessions", "GatewaySettings", "GatewayStore", "GatewaySystem",
            "GatewayTLS", "GatewayUpstreams", "GatewayWebAuthn", "Glibc", "Logging", "NIOCore", "NIOPosix",
            "Synchronization",
        ],

        // The program: the only place that sees everything, and so names the adapters.
        "gwanmun": [
            "ArgumentParser", "Dispatch", "Gateway", "GatewayAccess", "GatewayAudit", "GatewayAuditFile",
            "GatewayAuditIndex",
            "GatewayCertificates", "GatewayCountries", "GatewayCrypto", "GatewayDesk", "GatewayDeskPages",
            "GatewayEvidence", "GatewayFactors", "GatewayHTTP1", "GatewayIdentity", "GatewayLimits", "GatewayMetrics",
            "GatewayNotices", "GatewayPAMHelper",
            "GatewayPAMWire", "GatewayPKCS11",
            "GatewayPages",
            "GatewayPolicy", "GatewayReplay", "GatewayReview", "GatewayRoster", "GatewaySessions", "GatewaySettings",
            "GatewayStore",
            "GatewaySIEM", "GatewayStoreSQLite", "GatewaySystem", "GatewayTLS", "GatewayTime", "GatewayTokenSeeds",
            "GatewayUpstreams",
            "GatewayVault", "GatewayWebAuthn", "Glibc", "GatewayWatch", "Logging",
            "NIOCore",
            "NIOPosix", "Synchronization",
        ],

        // The program that runs PAM modules.
        "gwanmun-pam": ["GatewayCrypto", "GatewayPAM", "GatewayPAMWire", "Glibc"],

        // What it costs: sees what it measures.
        "gwanmun-bench": [
            "ArgumentParser", "CCallgrind", "Dispatch", "Gateway", "GatewayAccess", "GatewayAudit", "GatewayAuditFile",
            "GatewayAuditIndex", "GatewayCertificates", "GatewayCrypto", "GatewayHTTP1", "GatewayHTTP2",
            "GatewayIdentity", "GatewayPolicy",
            "GatewaySessions", "GatewayTLS", "Glibc", "NIOCore", "NIOEmbedded", "Synchronization",
        ],
    ]

    /// Targets whose results depend on their arguments alone: no clock, no randomness, no files, no sockets.
    static let pure: Set<String> = [
        "GatewayIdentity", "GatewayUpstreams", "GatewayPolicy", "GatewayLimits", "GatewayHTTP1", "GatewayMetrics",
        "GatewayJSON", "GatewayNotices", "GatewaySIEM", "GatewayTime", "GatewayProxyProtocol", "GatewayFactors",
        "GatewayWebAuthn", "GatewaySessions",
        "GatewayAudit", "GatewayReplay", "GatewayReview",
        "GatewayStore",
        "GatewayPAMWire", "GatewayXML", "GatewayTokenSeeds", "GatewayRoster", "GatewaySCIM", "GatewayWatch",
        "GatewayEvidence",
    ]

    /// The road of a request, as folders of the flow.
    static let stages = ["1-Accept", "2-Handshake", "3-Session", "4-Decision", "5-Factor", "6-Forward", "7-Record"]
}
