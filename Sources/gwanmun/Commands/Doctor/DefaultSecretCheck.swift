import FoundationEssentials
import GatewaySettings

/// Keys and authorities that everybody can make: those of a demo, in a configuration that is none.
struct DefaultSecretCheck {
    private let configuration: GatewayConfiguration
    private let file: String

    init(_ configuration: GatewayConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    var findings: [Finding] {
        let own = DemoFolder(path: Self.folder(of: file))
        guard FileStatus(own.peopleFile) == nil else { return [] }
        return papers.compactMap(finding)
    }

    /// Everything that says who somebody is, or opens what is locked.
    private var papers: [String] {
        let places = configuration.places
        return Set(
            configuration.clients.trust + configuration.clients.intermediates
                + configuration.tls.certificates.flatMap { [$0.chain, $0.key] } + [places.keyFile].compactMap(\.self)
        ).sorted()
    }

    private func finding(_ path: String) -> Finding? {
        // A demo keeps its people, with their secrets, one or two folders above its papers.
        let above = [Self.folder(of: path), Self.folder(of: Self.folder(of: path))]
        guard above.contains(where: { FileStatus(DemoFolder(path: $0).peopleFile) != nil }) || isOfDemo(path) else {
            return nil
        }
        return Finding(
            .error, path,
            .init(
                "'gwanmun demo'가 만든 것입니다. 그 비밀은 실행하는 사람 누구나 볼 수 있는 파일에 있습니다",
                "is of 'gwanmun demo', whose secrets lie in a file for everybody who runs it"),
            .init(
                "자체 인증기관(gwanmun pki)과 자체 키(gwanmun config new-key)를 만들어 사용하십시오.",
                "Have an own authority (gwanmun pki) and own keys (gwanmun config new-key)."))
    }

    /// The demo's authorities are named so.
    private func isOfDemo(_ path: String) -> Bool {
        guard let content = FileManager.default.contents(atPath: path), content.count <= 1 << 20 else { return false }
        // The first certificate is enough: a chain of the demo is the demo's from its beginning.
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n")
        guard let begin = lines.firstIndex(of: "-----BEGIN CERTIFICATE-----") else { return false }
        let body = lines[(begin + 1)...].prefix { !$0.hasPrefix("-----") }.joined()
        guard let der = Data(base64Encoded: body) else { return false }
        return der.firstRange(of: Array("Gwanmun Demo".utf8)) != nil
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }
}
