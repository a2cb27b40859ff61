// swift-tools-version: 6.2
import PackageDescription

// Fuzzers of the readers of bytes, apart from the main package because everything here is built with the instrumentation of
// libFuzzer and the address sanitizer. The sources are those of the main package and of its tests, by symbolic link.
let instrumented: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Extern"),
    // Optimised, for many times the inputs, with the assertions kept.
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library", "-O", "-assert-config", "Debug"]),
]

// lld: gold stumbles over the instrumented objects.
let linked: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")

func fuzzer(_ name: String, of properties: Target.Dependency = "Properties") -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzDriver", properties], swiftSettings: instrumented, linkerSettings: linked)
}

let package = Package(
    name: "gwanmun-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "GatewayHTTP1", swiftSettings: instrumented),
        .target(name: "Properties", dependencies: ["GatewayHTTP1"], swiftSettings: instrumented),
        .target(name: "GatewayJSON", swiftSettings: instrumented),
        // What reads bodies, without the pages around it.
        .target(
            name: "GatewayPages", dependencies: ["GatewayJSON"], exclude: ["Assets", "Templates"],
            sources: [
                "Interface/LocalRequest.swift", "Reading/FlatJSON.swift", "Reading/FormFields.swift",
                "Reading/PercentCoding.swift",
            ], swiftSettings: instrumented),
        .target(name: "PageProperties", dependencies: ["GatewayPages"], swiftSettings: instrumented),
        .target(name: "GatewayIdentity", swiftSettings: instrumented),
        .target(name: "GatewayProxyProtocol", dependencies: ["GatewayIdentity"], swiftSettings: instrumented),
        .target(
            name: "ProxyProperties", dependencies: ["GatewayProxyProtocol", "GatewayIdentity"],
            swiftSettings: instrumented),
        .target(name: "GatewaySCIM", dependencies: ["GatewayJSON"], swiftSettings: instrumented),
        .target(
            name: "SCIMFuzzProperties", dependencies: ["GatewaySCIM", "GatewayJSON"], swiftSettings: instrumented),
        fuzzer("FuzzSCIM", of: "SCIMFuzzProperties"),
        .target(name: "FuzzDriver", swiftSettings: instrumented),
        fuzzer("FuzzRequestHead"),
        fuzzer("FuzzResponseHead"),
        fuzzer("FuzzChunked"),
        fuzzer("FuzzCookies"),
        fuzzer("FuzzForm", of: "PageProperties"),
        fuzzer("FuzzFlatJSON", of: "PageProperties"),

        // nghttp2 and SwiftNIO are linked as they are, without the instrumentation.
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .target(name: "GatewayHTTP2", dependencies: ["CNghttp2", nioCore], swiftSettings: instrumented),
        .target(
            name: "HTTP2Properties", dependencies: ["GatewayHTTP1", "GatewayHTTP2", nioCore],
            swiftSettings: instrumented),
        fuzzer("FuzzHTTP2Server", of: "HTTP2Properties"),
        fuzzer("FuzzHTTP2Client", of: "HTTP2Properties"),
        fuzzer("FuzzProxyHeader", of: "ProxyProperties"),

        // OpenSSL, libfido2 and libcbor are linked as they are.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CFIDO2", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev", "libcbor-dev"])]),
        .target(name: "GatewayCrypto", dependencies: ["COpenSSL", "GatewayIdentity"], swiftSettings: instrumented),
        .target(
            name: "GatewayCertificates", dependencies: ["COpenSSL", "GatewayIdentity"], swiftSettings: instrumented),
        .target(
            name: "GatewayFIDO2", dependencies: ["CFIDO2", "GatewayCrypto", "GatewayIdentity"],
            swiftSettings: instrumented),
        .target(
            name: "GatewayWebAuthn",
            dependencies: ["GatewayCertificates", "GatewayCrypto", "GatewayFIDO2", "GatewayIdentity", "GatewayJSON"],
            swiftSettings: instrumented),
        .target(
            name: "WebAuthnProperties", dependencies: ["GatewayFIDO2", "GatewayIdentity", "GatewayWebAuthn"],
            swiftSettings: instrumented),
        .target(name: "GatewayPAMWire", dependencies: ["GatewayCrypto"], swiftSettings: instrumented),
        .target(
            name: "PAMProperties", dependencies: ["GatewayPAMWire", "GatewayCrypto"], swiftSettings: instrumented),
        fuzzer("FuzzPAMMessage", of: "PAMProperties"),
        fuzzer("FuzzAttestationObject", of: "WebAuthnProperties"),
        fuzzer("FuzzAuthenticatorData", of: "WebAuthnProperties"),
        fuzzer("FuzzClientData", of: "WebAuthnProperties"),

        // expat is linked as it is.
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "GatewayXML", dependencies: ["CExpat"], swiftSettings: instrumented),
        .target(
            name: "GatewayFactors", dependencies: ["GatewayIdentity", "GatewayCrypto"], swiftSettings: instrumented),
        .target(
            name: "GatewayTokenSeeds",
            dependencies: ["GatewayIdentity", "GatewayCrypto", "GatewayFactors", "GatewayXML"],
            swiftSettings: instrumented),
        .target(
            name: "SeedProperties", dependencies: ["GatewayCrypto", "GatewayTokenSeeds"], swiftSettings: instrumented),
        fuzzer("FuzzSeedContainer", of: "SeedProperties"),
        fuzzer("FuzzSeedTable", of: "SeedProperties"),

        // Yams is linked as it is.
        .target(name: "GatewayUpstreams", dependencies: ["GatewayIdentity"], swiftSettings: instrumented),
        .target(name: "GatewayLimits", dependencies: ["GatewayIdentity"], swiftSettings: instrumented),
        .target(
            name: "GatewayPolicy", dependencies: ["GatewayIdentity", "GatewayUpstreams"], swiftSettings: instrumented),
        .target(
            name: "GatewaySettings",
            dependencies: [
                "GatewayIdentity", "GatewayUpstreams", "GatewayPolicy", "GatewayLimits", "GatewayWebAuthn",
                .product(name: "Yams", package: "Yams"),
            ], swiftSettings: instrumented),
        .target(
            name: "PolicyProperties", dependencies: ["GatewayIdentity", "GatewayPolicy", "GatewaySettings"],
            swiftSettings: instrumented),
        fuzzer("FuzzPolicy", of: "PolicyProperties"),
    ]
)
