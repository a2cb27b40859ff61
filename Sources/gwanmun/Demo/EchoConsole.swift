import GatewayPages

/// The built-in console of the demo: shows what arrived, so that a person sees what the gate adds and takes away.
enum EchoConsole {
    static func answer(_ request: LocalRequest) -> LocalResponse {
        let rows = request.headers.map {
            "<tr><th scope=row>\(escaped($0.name))</th><td>\(escaped($0.value))</td></tr>"
        }.joined(separator: "\n")
        let target = request.path + (request.query.map { "?" + $0 } ?? "")
        let page = """
            <!doctype html><html lang=ko><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Console</title>
            <style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884;\
            word-break:break-all}th{white-space:nowrap}</style>
            <h1>콘솔에 도착했습니다</h1><p>You reached the console. This is what arrived:</p>
            <p><code>\(escaped(request.method)) \(escaped(target))</code>, \(request.body.count) bytes of body</p>
            <table>\(rows)</table>

            """
        return LocalResponse(
            status: 200, headers: [HeaderLine("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "\"", with: "&quot;")
    }
}
