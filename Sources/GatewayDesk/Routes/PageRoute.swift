internal import Hummingbird

/// `GET /`: what this address is, for somebody who came with a browser. It acts on nothing.
struct PageRoute {
    func add(to router: Router<DeskContext>) {
        router.get("/") { _, context in
            DeskAnswer(
                status: .ok, contentType: "text/html; charset=utf-8",
                body: Array(DeskPage.html(for: context.request.acceptLanguage).utf8))
        }
    }
}

enum DeskPage {
    /// Korean unless the browser asks for English first.
    static func html(for acceptLanguage: String?) -> String {
        acceptLanguage?.lowercased().hasPrefix("en") == true ? english : korean
    }

    private static let korean = """
        <!doctype html>
        <html lang="ko">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>관문 · 관리</title>
        </head>
        <body>
        <h1>관문 관리 창구</h1>
        <p>이 주소는 관문(Gwanmun) 인증 게이트웨이의 관리 API입니다.
        보안 관리자와 감사자를 위한 것이며, 모든 열람과 변경은 기록됩니다.</p>
        <ul>
        <li>API: <code>/api/v1/</code> —
        <code>users</code>, <code>requests</code>, <code>reviews</code>, <code>special-accounts</code>, <code>tokens</code>, <code>resets</code>, <code>sessions</code>, <code>locks</code>, <code>grants</code>,
        <code>status</code>, <code>reload</code>, <code>warnings/recent</code></li>
        <li>명령줄: <code>gwanmun user</code>, <code>session</code>, <code>lock</code>, <code>grant</code>
        (<code>--help</code> 참고)</li>
        </ul>
        <p>조회에는 <code>security_admin</code> 또는 <code>auditor</code> 역할과 2차 인증이 필요합니다.
        변경에는 <code>security_admin</code> 역할과 5분 이내의 2차 인증, 그리고 변경 사유가 필요합니다.</p>
        </body>
        </html>

        """

    private static let english = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>Gwanmun · administration</title>
        </head>
        <body>
        <h1>Gwanmun administration desk</h1>
        <p>This address is the administration API of a Gwanmun gateway. It is for security administrators
        and auditors; everything read or changed here is recorded.</p>
        <ul>
        <li>API: <code>/api/v1/</code> —
        <code>users</code>, <code>requests</code>, <code>reviews</code>, <code>special-accounts</code>, <code>tokens</code>, <code>resets</code>, <code>sessions</code>, <code>locks</code>, <code>grants</code>,
        <code>status</code>, <code>reload</code>, <code>warnings/recent</code></li>
        <li>Command line: <code>gwanmun user</code>, <code>session</code>, <code>lock</code>, <code>grant</code>
        (see <code>--help</code>)</li>
        </ul>
        <p>Reading needs the role <code>security_admin</code> or <code>auditor</code> and a second factor.
        A change needs <code>security_admin</code>, a second factor of the last five minutes, and a stated reason.</p>
        </body>
        </html>

        """
}
