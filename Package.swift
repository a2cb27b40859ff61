// swift-tools-version: 6.2
import PackageDescription

// Every target is compiled alike: Swift 6 mode, no warning tolerated, imports private unless said otherwise.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func target(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies, swiftSettings: house)
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "gwanmun",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "gwanmun", targets: ["gwanmun"]),
        .executable(name: "gwanmun-pam", targets: ["gwanmun-pam"]),
        .executable(name: "gwanmun-bench", targets: ["gwanmun-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries: a module map and a shim each.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CFIDO2", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev", "libcbor-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CMaxMindDB", pkgConfig: "libmaxminddb", providers: [.apt(["libmaxminddb-dev"])]),
        .systemLibrary(name: "CPAM", providers: [.apt(["libpam0g-dev"])]),
        // What PKCS#11 modules offer; the module itself is loaded when it is named.
        .systemLibrary(name: "CP11", providers: [.apt(["libp11-kit-dev"])]),
        // A call of the system that is variadic: a header of our own, no library.
        .systemLibrary(name: "CProcess"),
        // Requests to callgrind: a header of our own, no library.
        .systemLibrary(name: "CCallgrind"),

        // Pure: values in, values out; clock and randomness are arguments.
        target("GatewayIdentity"),
        target("GatewayUpstreams", ["GatewayIdentity"]),
        target("GatewayPolicy", ["GatewayIdentity", "GatewayUpstreams"]),
        target("GatewayWatch", ["GatewayIdentity", "GatewayPolicy"]),
        target("GatewayLimits", ["GatewayIdentity"]),
        target("GatewayHTTP1"),
        target("GatewayMetrics"),
        target("GatewayProxyProtocol", ["GatewayIdentity"]),
        target("GatewayJSON"),
        target("GatewayRoster", ["GatewayIdentity"]),
        target("GatewaySCIM", ["GatewayJSON"]),
        target("GatewayNotices", ["GatewayIdentity"]),
        target("GatewayTime"),

        // What is asked of the operating system beside files and sockets of others.
        target("GatewaySystem", ["CProcess", "GatewayIdentity", "GatewayTime"]),

        // Adapters over OpenSSL, one a subject; no pointer leaves its target.
        target("GatewayCrypto", ["COpenSSL", "GatewayIdentity"]),
        target("GatewayCertificates", ["COpenSSL", "GatewayIdentity"]),
        target("GatewayTLS", ["COpenSSL", nioCore]),

        // Adapter over nghttp2.
        target("GatewayHTTP2", ["CNghttp2", nioCore]),

        // Adapter over libdeflate.
        target("GatewayGzip", ["CDeflate"]),

        // Adapter over expat.
        target("GatewayXML", ["CExpat"]),

        // Adapter over libmaxminddb.
        target("GatewayCountries", ["CMaxMindDB", "GatewayIdentity"]),

        // Adapter over libfido2 and libcbor.
        target("GatewayFIDO2", ["CFIDO2", "GatewayIdentity", "GatewayCrypto"]),

        // PAM: what gate and helper say to each other, the helper's side over libpam, the gate's side over processes.
        target("GatewayPAMWire", ["GatewayCrypto"]),
        target("GatewayPAM", ["CPAM", "GatewayPAMWire", "GatewayCrypto"]),
        target("GatewayPAMHelper", ["GatewayPAMWire", "GatewayCrypto", nioPosix]),

        // Pure, on top of the crypto engine.
        target(
            "GatewayWebAuthn",
            ["GatewayIdentity", "GatewayJSON", "GatewayCrypto", "GatewayCertificates", "GatewayFIDO2"]),
        target("GatewayFactors", ["GatewayIdentity", "GatewayCrypto"]),
        target("GatewayTokenSeeds", ["GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewayXML"]),
        target("GatewaySessions", ["GatewayIdentity", "GatewayCrypto"]),
        target("GatewayAudit", ["GatewayIdentity", "GatewayCrypto"]),
        target("GatewayReplay", ["GatewayIdentity", "GatewayCrypto", "GatewayPolicy", "GatewayAudit"]),
        // Records in the forms that other houses' systems read.
        target("GatewaySIEM", ["GatewayIdentity", "GatewayAudit", "GatewayJSON"]),
        target(
            "GatewayReview",
            ["GatewayIdentity", "GatewayCrypto", "GatewayJSON", "GatewayPolicy", "GatewayAudit", "GatewayReplay"]),
        // What settings and records show of each clause of a guide.
        target(
            "GatewayEvidence", ["GatewayIdentity", "GatewayAudit"], resources: [.embedInCode("Profiles")]),
        target(
            "GatewaySettings",
            [
                "GatewayIdentity", "GatewayEvidence", "GatewayJSON", "GatewayUpstreams", "GatewayPolicy",
                "GatewayLimits",
                "GatewayWebAuthn", "GatewayAudit", "GatewayReview", "GatewaySIEM", "GatewayWatch", "GatewayTime",
                yams,
            ]),

        // Ports, and the adapters behind them.
        target(
            "GatewayStore",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewaySessions", "GatewayLimits",
                "GatewayPolicy", "GatewayReview", "GatewayWebAuthn",
            ]),
        target(
            "GatewayStoreSQLite",
            [
                "GatewayStore", "GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewaySessions",
                "GatewayLimits", "GatewayPolicy", "GatewayReview", "GatewayWebAuthn", grdb,
            ]),
        target("GatewayAuditFile", ["GatewayAudit", "GatewayIdentity", "GatewayCrypto", "GatewayGzip"]),
        target("GatewayAuditIndex", ["GatewayAudit", "GatewayAuditFile", "GatewayIdentity", grdb]),
        target("GatewayVault", ["GatewayStore", "GatewayIdentity", "GatewayCrypto"]),
        target(
            "GatewayPKCS11",
            ["CP11", "GatewayVault", "GatewayStore", "GatewayIdentity", "GatewayCrypto", nioPosix]),

        // Flow: people and sessions, the pages they see, the road their requests take.
        target(
            "GatewayAccess",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayPolicy", "GatewayFactors", "GatewaySessions",
                "GatewayLimits", "GatewayAudit", "GatewayReview", "GatewayStore", "GatewayVault", "GatewayWebAuthn",
                "GatewayFIDO2", "GatewayCertificates", "GatewayWatch", log,
            ]),
        target(
            "GatewayPages",
            ["GatewayIdentity", "GatewayJSON", "GatewayWebAuthn", "CQREncode", hummingbird, mustache, log],
            resources: [.embedInCode("Templates"), .embedInCode("Assets")]),
        target(
            "GatewayDesk",
            [
                "GatewayIdentity", "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayFactors", "GatewayJSON",
                "GatewayPolicy", "GatewayReview", "GatewayRoster", "GatewaySCIM", "GatewaySessions", "GatewayStore",
                "GatewayVault",
                hummingbird, log,
            ]),
        target(
            "GatewayDeskPages",
            [
                "GatewayIdentity", "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayDesk", "GatewayFactors",
                "GatewayJSON", "GatewayLimits", "GatewayPages", "GatewayPolicy", "GatewayReview", "GatewaySessions",
                "GatewayStore", log,
            ],
            resources: [.embedInCode("Templates")]),
        target(
            "Gateway",
            [
                "GatewayIdentity", "GatewayHTTP1", "GatewayHTTP2", "GatewayProxyProtocol", "GatewayTLS",
                "GatewayCrypto", "GatewayCertificates", "GatewayLimits", "GatewayUpstreams", "GatewayPolicy",
                "GatewayFactors", "GatewaySessions", "GatewaySettings", "GatewayStore", "GatewaySystem",
                "GatewayAudit", "GatewayAccess", "GatewayPages", "GatewayWebAuthn",
                "GatewayMetrics", nioCore, nioPosix, log,
            ]),

        // The program.
        .executableTarget(
            name: "gwanmun",
            dependencies: [
                "Gateway", "GatewayAccess", "GatewayAudit", "GatewayAuditFile", "GatewayAuditIndex",
                "GatewayCertificates", "GatewayCountries",
                "GatewayCrypto", "GatewayDesk", "GatewayDeskPages", "GatewayEvidence", "GatewayFactors",
                "GatewayTokenSeeds",
                "GatewayHTTP1", "GatewayIdentity", "GatewayLimits", "GatewayMetrics", "GatewayNotices",
                "GatewayPAMHelper",
                "GatewayPAMWire", "GatewayPKCS11", "GatewayPages", "GatewayPolicy",
                "GatewayReplay", "GatewayReview", "GatewayRoster", "GatewaySessions",
                "GatewaySettings", "GatewayStore", "GatewayStoreSQLite", "GatewaySystem",
                "GatewaySIEM", "GatewayTime",
                "GatewayTLS", "GatewayUpstreams", "GatewayVault", "GatewayWebAuthn", "GatewayWatch", nioCore, nioPosix,
                log, arguments,
            ], swiftSettings: house),

        // The program that runs PAM modules, apart from the gate.
        .executableTarget(
            name: "gwanmun-pam", dependencies: ["GatewayPAM", "GatewayPAMWire", "GatewayCrypto"], swiftSettings: house),

        // What it costs: instructions of the parts of a request's road.
        .executableTarget(
            name: "gwanmun-bench",
            dependencies: [
                "CCallgrind", "Gateway", "GatewayAccess", "GatewayAudit", "GatewayAuditFile", "GatewayAuditIndex",
                "GatewayCertificates", "GatewayCrypto",
                "GatewayHTTP1", "GatewayHTTP2", "GatewayIdentity", "GatewayPolicy", "GatewaySessions", "GatewayTLS",
                nioCore, nioEmbedded, arguments,
            ], swiftSettings: house),

        // Tests: one target a module; what several share is in GatewayTesting.
        .target(
            name: "GatewayTesting",
            dependencies: [
                "GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewaySessions", "GatewayLimits",
                "GatewayPolicy", "GatewayReview", "GatewayStore", "GatewayVault", "GatewayWebAuthn",
            ],
            path: "Tests/GatewayTesting", swiftSettings: house),
        .testTarget(name: "ArchitectureTests", swiftSettings: house),
        tests("GatewayIdentity"),
        tests("GatewayUpstreams", ["GatewayIdentity"]),
        tests("GatewayPolicy", ["GatewayIdentity"]),
        tests("GatewayWatch", ["GatewayIdentity", "GatewayPolicy", "GatewaySettings", "GatewayCrypto"]),
        tests("GatewayLimits", ["GatewayIdentity", "GatewayTesting"]),
        tests("GatewayHTTP1"),
        tests("GatewayHTTP2", ["GatewayHTTP1", nioCore]),
        tests("GatewayMetrics"),
        tests("GatewayProxyProtocol", ["GatewayIdentity"]),
        tests("GatewayJSON"),
        tests("GatewayRoster", ["GatewayIdentity"]),
        tests("GatewaySCIM", ["GatewayJSON"]),
        tests("GatewayNotices", ["GatewayIdentity", "GatewayTesting"]),
        tests("GatewayTime"),
        tests("GatewaySIEM", ["GatewayIdentity", "GatewayAudit", "GatewayTesting"]),
        tests("GatewayEvidence", ["GatewayIdentity", "GatewayAudit", "GatewaySettings"]),
        tests("GatewayCrypto", ["GatewayIdentity"]),
        tests("GatewayCertificates", ["GatewayIdentity", "COpenSSL"]),
        tests("GatewayPAMWire", ["GatewayCrypto", "GatewayTesting"]),
        tests(
            "GatewayPAMHelper", ["GatewayPAMWire", "GatewayCrypto", "GatewayFactors", "GatewayTesting", "gwanmun-pam"]),
        tests("GatewayGzip", ["GatewayTesting"]),
        tests("GatewayXML"),
        .testTarget(
            name: "GatewayTokenSeedsTests",
            dependencies: ["GatewayTokenSeeds", "GatewayIdentity", "GatewayCrypto", "GatewayFactors"],
            exclude: ["Vectors"], swiftSettings: house),
        tests("GatewayCountries", ["GatewayIdentity"]),
        tests("GatewayFIDO2", ["GatewayIdentity"]),
        .testTarget(
            name: "GatewayWebAuthnTests",
            dependencies: [
                "GatewayWebAuthn", "GatewayIdentity", "GatewayCrypto", "GatewayCertificates", "GatewayFIDO2",
            ],
            // Read where they are, as the corpora are.
            exclude: ["Vectors"], swiftSettings: house),
        tests("GatewayFactors", ["GatewayIdentity", "GatewayCrypto", "GatewayTesting"]),
        tests("GatewaySessions", ["GatewayIdentity", "GatewayCrypto", "GatewayTesting"]),
        tests("GatewayAudit", ["GatewayIdentity", "GatewayCrypto"]),
        tests(
            "GatewayReplay",
            ["GatewayIdentity", "GatewayCrypto", "GatewayPolicy", "GatewayAudit", "GatewayReview", "GatewaySettings"]),
        tests(
            "GatewayReview",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayPolicy", "GatewayAudit", "GatewayReplay",
                "GatewaySettings", "GatewayTesting",
            ]),
        tests(
            "GatewaySettings",
            [
                "GatewayIdentity", "GatewayUpstreams", "GatewayPolicy", "GatewayLimits", "GatewayWebAuthn",
                "GatewayAudit",
                "GatewaySIEM", "GatewayTime",
            ]),
        tests(
            "GatewayStoreSQLite",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewaySessions", "GatewayLimits",
                "GatewayReview", "GatewayStore", "GatewayTesting", "GatewayVault", grdb,
            ]),
        tests(
            "GatewayPKCS11",
            ["CP11", "GatewayIdentity", "GatewayCrypto", "GatewayStore", "GatewayTesting", "GatewayVault"]),
        tests(
            "GatewayVault",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewayStore", "GatewayStoreSQLite",
                "GatewayTesting",
            ]),
        tests("GatewayAuditFile", ["GatewayIdentity", "GatewayAudit", "GatewayCrypto", "GatewayTesting"]),
        tests("GatewayAuditIndex", ["GatewayIdentity", "GatewayAudit", "GatewayAuditFile", "GatewayTesting"]),
        tests(
            "GatewayAccess",
            [
                "GatewayIdentity", "GatewayCrypto", "GatewayPolicy", "GatewayFactors", "GatewaySessions",
                "GatewayLimits", "GatewayStore", "GatewayWatch", "GatewayWebAuthn",
                "GatewayStoreSQLite", "GatewayTesting", "GatewayVault",
            ]),
        tests(
            "GatewayTLS",
            ["GatewayCertificates", "GatewayIdentity", "GatewayTesting", "COpenSSL", nioCore, nioEmbedded]),
        tests(
            "gwanmun",
            [
                "Gateway", "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayDesk", "GatewayIdentity",
                "GatewayMetrics",
                "GatewayPolicy", "GatewaySettings", "GatewayStore", "GatewaySystem", "GatewayTLS", "GatewayTesting",
                "GatewayAuditFile", "GatewaySIEM", "GatewayWatch", "GatewayVault", "GatewayStoreSQLite", "GatewayTime",
                "GatewaySessions",
                nioCore, nioEmbedded,
            ]),
        tests(
            "Gateway",
            [
                "GatewayAccess", "GatewayAudit", "GatewayCertificates", "GatewayCrypto", "GatewayFactors",
                "GatewayHTTP1", "GatewayHTTP2", "GatewayIdentity", "GatewayLimits", "GatewayMetrics", "GatewayPages",
                "GatewayPolicy", "GatewaySessions", "GatewaySettings", "GatewayStore", "GatewayStoreSQLite",
                "GatewaySystem", "GatewayTLS", "GatewayTesting", "GatewayVault", "GatewayWebAuthn", nioCore,
                nioEmbedded, nioPosix, log,
            ]),
        tests("GatewayPages", ["GatewayIdentity", "GatewayWebAuthn", log]),
        tests(
            "GatewayDeskPages",
            [
                "GatewayIdentity", "GatewayAccess", "GatewayAudit", "GatewayCrypto", "GatewayDesk", "GatewayLimits",
                "GatewayPages", "GatewayPolicy", "GatewayStore", "GatewayStoreSQLite", "GatewayTesting",
                "GatewayVault", "GatewayWebAuthn", log,
            ]),
        tests(
            "GatewayDesk",
            [
                "GatewayIdentity", "GatewayAccess", "GatewayCrypto", "GatewayJSON", "GatewayLimits", "GatewayPolicy",
                "GatewayStore", "GatewayStoreSQLite", "GatewayTesting", "GatewayVault", "GatewayWebAuthn", log,
            ]),
    ]
)
