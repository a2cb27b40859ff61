import GatewayIdentity
import GatewayPolicy

/// A form that text can have: how it looks, for a person and for an editor.
///
/// The patterns are ECMA 262, and no stricter than the reader: what is more than a form (a day that exists, a network without host bits) it judges alone.
struct TextForm: Sendable {
    /// What schemas and links call it.
    let id: String
    let title: Wording
    let note: Wording
    let example: String
    let rule: Rule
    /// Whether what the reader says of a wrong one shows a right one.
    let isShownInErrors: Bool

    enum Rule: Sendable {
        case pattern(String)
        case words([String])
    }

    private init(
        _ id: String, _ english: String, _ korean: String, example: String, _ rule: Rule, note: (String, String),
        isShownInErrors: Bool = true
    ) {
        self.id = id
        title = Wording(english, korean)
        self.note = Wording(note.0, note.1)
        self.example = example
        self.rule = rule
        self.isShownInErrors = isShownInErrors
    }

    /// In the order of the reference.
    static let all = [
        duration, age, name, account, path, checkPath, method, host, upstream, origin, header, network, address,
        country,
        device, date,
        time, hours, timeZone, request, size,
    ]

    static let duration = TextForm(
        "duration", "duration", "기간", example: "30m", .pattern("^(?:[1-9][0-9]{0,5}|1000000)[smhdy]$"),
        note: (
            "A whole number and one unit: s, m, h, d, or y (365 days). No fraction, more than nothing.",
            "정수와 단위 하나: s, m, h, d, y(365일). 소수는 쓸 수 없고 0보다 커야 합니다."
        ))

    static let age = TextForm(
        "age", "age", "경과 시간", example: "20m", .pattern("^(?:0|[1-9][0-9]{0,5}|1000000)[smhdy]$"),
        note: ("A duration, or nothing: `0s`.", "기간, 또는 없음: `0s`."))

    static let name = TextForm(
        "name", "name", "이름", example: "build-staff", .pattern("^[a-z][a-z0-9_-]{0,63}$"),
        note: ("1 to 64 of a-z, 0-9, - and _, starting with a letter.", "a-z, 0-9, -, _ 가운데 1~64자, 글자로 시작합니다."),
        isShownInErrors: false)

    static let account = TextForm(
        "account", "account", "계정", example: "kim-7f3a", .pattern("^[a-z][a-z0-9._-]{2,63}$"),
        note: (
            "3 to 64 of a-z, 0-9, ., _ and -, starting with a letter, and not a name that anyone would try first (NCT2-4.2-U2).",
            "a-z, 0-9, ., _, - 가운데 3~64자, 글자로 시작하며, 누구나 먼저 시도할 만한 이름은 쓸 수 없습니다(NCT2-4.2-U2)."
        ), isShownInErrors: false)

    static let path = TextForm(
        "path", "path", "경로", example: "/project/**", .pattern(pathPattern),
        note: (
            "Decoded, without a query. `*` stands for one whole segment, `**` at the end for everything below, the folder itself included.",
            "디코딩된 꼴로, 질의 없이 적습니다. `*`는 한 구간 전체를, 끝의 `**`는 그 아래 모든 것과 그 폴더를 뜻합니다."
        ), isShownInErrors: false)

    private static let pathPattern: String = {
        let literal = #"(?!\.{1,2}(?:/|$))[^/%?#;\\*\x00-\x1f\x7f]+"#
        return #"^(?:(?:/(?:\*|"# + literal + #"))+(?:/\*\*|/)?|/\*\*|/)$"#
    }()

    static let checkPath = TextForm(
        "check_path", "path of a check", "점검 경로", example: "/healthz", .pattern(#"^/[!"$-~]{0,255}$"#),
        note: (
            "What can stand in a request line: at most 256 printable ASCII characters.",
            "요청 줄에 쓸 수 있는 글자: 인쇄 가능한 ASCII 256자 이하."
        ))

    static let method = TextForm(
        "method", "method", "메서드", example: "GET", .pattern("^[A-Z-]{1,32}$"),
        note: ("In capitals (RFC 9110 § 9).", "대문자로 적습니다(RFC 9110 § 9)."), isShownInErrors: false)

    static let host = TextForm(
        "host", "host name", "호스트 이름", example: "fab",
        .pattern(
            "^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*(?![0-9]+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$"
        ),
        note: (
            "A DNS name (RFC 1123 § 2.1), no address, no wildcard, no port.",
            "DNS 이름(RFC 1123 § 2.1). 주소, 와일드카드, 포트는 쓸 수 없습니다."
        ), isShownInErrors: false)

    private static let authority = #"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"#

    static let upstream = TextForm(
        "upstream", "address of a server", "서버 주소", example: #""https://10.1.2.3:8443""#,
        .pattern("^https?://" + authority + "/?$"),
        note: ("Scheme, host and port, without a path.", "스킴, 호스트, 포트만 적고 경로는 적지 않습니다."))

    static let origin = TextForm(
        "origin", "origin", "출처", example: #""https://tools.example.kr""#, .pattern("^https?://" + authority + "$"),
        note: ("As browsers send it (RFC 6454 § 6.2).", "브라우저가 보내는 그대로 적습니다(RFC 6454 § 6.2)."))

    static let header = TextForm(
        "header", "header name", "헤더 이름", example: "X-Data-Grade",
        .pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$"),
        note: (
            "A token (RFC 9110 § 5.6.2) that neither HTTP nor the gateway gives a meaning: not `Set-Cookie`, not `Content-…`.",
            "토큰(RFC 9110 § 5.6.2). HTTP나 게이트웨이가 이미 쓰는 이름(`Set-Cookie`, `Content-…` 등)은 쓸 수 없습니다."
        ), isShownInErrors: false)

    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    private static let version4 = "(?:\(octet)\\.){3}\(octet)"
    private static let version6 = "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*"

    static let network = TextForm(
        "network", "network", "대역", example: "10.20.0.0/16",
        .pattern(
            "^(?:\(version4)(?:/0*(?:[12]?[0-9]|3[0-2]))?|\(version6)(?:/0*(?:[1-9]?[0-9]|1[01][0-9]|12[0-8]))?)$"),
        note: ("CIDR, without host bits. IPv6 in quotes.", "CIDR 표기. 호스트 비트가 없어야 합니다. IPv6은 따옴표로 묶습니다."))

    static let address = TextForm(
        "address", "IP address", "IP 주소", example: "10.20.1.5", .pattern("^(?:\(version4)|\(version6))$"),
        note: ("IPv4, or IPv6 in quotes.", "IPv4, 또는 따옴표로 묶은 IPv6."), isShownInErrors: false)

    static let country = TextForm(
        "country", "country", "국가", example: "KR", .words(CountryCode.all.sorted()),
        note: ("ISO 3166-1, two capital letters.", "ISO 3166-1의 대문자 두 글자."))

    static let device = TextForm(
        "device", "terminal", "단말", example: "KT-0042", .pattern("^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"),
        note: (
            "Its name in the list of assets: 1 to 64 of A-Z, a-z, 0-9, ., _, : and -.",
            "자산 목록에 있는 이름: A-Z, a-z, 0-9, ., _, :, - 가운데 1~64자."
        ), isShownInErrors: false)

    static let date = TextForm(
        "date", "date", "날짜", example: "2026-12-25",
        .pattern("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"),
        note: ("A day that exists.", "실제로 있는 날이어야 합니다."))

    static let time = TextForm(
        "time", "time", "시각", example: "\"2026-11-23T10:00:00+09:00\"",
        .pattern(
            "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
        ),
        note: ("RFC 3339, with its offset.", "RFC 3339, 시차를 함께 적습니다."))

    private static let minute = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"

    static let hours = TextForm(
        "hours", "hours", "시간대", example: "\"08:00-19:00\"", .pattern("^\(minute)-(?:\(minute)|24:00)$"),
        note: (
            "Half-open, in quotes: at its end it is over. Over midnight, write two.",
            "끝 시각은 들어가지 않으며, 따옴표로 묶습니다. 자정을 넘으면 둘로 나눠 적습니다."
        ))

    static let timeZone = TextForm(
        "time_zone", "time zone", "시간대 기준", example: "Asia/Seoul",
        .pattern("^(?:UTC|Asia/Seoul|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$"),
        note: (
            "UTC, Asia/Seoul or an offset in quotes; zones with daylight saving are not offered.",
            "UTC, Asia/Seoul, 또는 따옴표로 묶은 시차. 서머타임이 있는 시간대는 쓸 수 없습니다."
        ))

    static let size = TextForm(
        "size", "size", "크기", example: "500MiB", .pattern("^(?:[1-9][0-9]{0,5}|1000000)(?:MiB|GiB)$"),
        note: ("A whole number of MiB or GiB.", "MiB 또는 GiB 단위의 정수."))

    static let request = TextForm(
        "request", "request", "요청", example: "GET /project/x", .pattern("^[^ ]+ [^ ]+$"),
        note: ("A method and a path.", "메서드와 경로."))
}
