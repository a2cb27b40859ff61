import GatewayPolicy
import Testing

@testable import Gateway

@Suite struct `A request as the stages see it` {
    /// What `ask` says of a request with this path and host.
    private func view<R>(path: String = "/", host: String = "", _ ask: (RequestView) -> R) -> R {
        var (path, host) = (path, host)
        return path.withUTF8 { path in
            host.withUTF8 { host in
                ask(
                    RequestView(
                        method: .get, host: UnsafeRawBufferPointer(host), path: UnsafeRawBufferPointer(path),
                        cookieToken: nil,
                        headerToken: nil, origin: nil, isWebSocket: false))
            }
        }
    }

    @Test(arguments: ["/.gwanmun", "/.gwanmun/", "/.gwanmun/session", "/.gwanmun/%2e%2e/x"])
    func `is ours below our own path`(path: String) {
        #expect(view(path: path) { $0.isOurs })
    }

    @Test(arguments: [
        "/", "", "/.gwanmu", "/.gwanmunx", "/.Gwanmun", "//.gwanmun", "/a/.gwanmun", "/%2egwanmun", "/.gwanmun;x",
    ])
    func `is not ours elsewhere`(path: String) {
        #expect(!view(path: path) { $0.isOurs })
    }

    /// What an upstream would decode to our own path, and what nobody can say what it would decode to.
    @Test(arguments: ["/%2egwanmun", "/.%67wanmun/x", "/.gwanmu%6E", "/%252egwanmun", "/%2", "/%2e%2e/.gwanmun"])
    func `hides our own path behind an escape`(path: String) {
        #expect(view(path: path) { $0.hidesOurs })
    }

    @Test(arguments: ["/", "/a%20b", "/%ED%95%9C", "/x/%2egwanmun"])
    func `hides nothing with other escapes`(path: String) {
        #expect(!view(path: path) { $0.hidesOurs })
    }

    @Test func `is for a host in any case of letters, and for no other`() {
        for host in ["gate.example", "GATE.Example"] { #expect(view(host: host) { $0.hostIs("gate.example") }) }
        for host in ["", "gate.exampl", "gate.example.", "gate.examplE\u{301}", "gate-example", "gate\u{4e}example"] {
            #expect(!view(host: host) { $0.hostIs("gate.example") }, "\(host)")
        }
    }
}
