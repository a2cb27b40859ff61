import GatewayIdentity
import GatewayPolicy

extension VocabularyMapping {
    static let console = VocabularyMapping(
        "console", "a console", "Consoles", "콘솔",
        keys: [
            .init(
                "hosts", .list(of: .form(.host), atLeast: 1, isSet: false), .required, "[fab, fab.example.kr]",
                "Its exact names. One label stands below `site.domain` of the configuration.",
                "콘솔의 정확한 이름들. 한 구간짜리 이름은 구성의 `site.domain` 아래에 놓입니다.", "NCT2-4.3-C1"),
            .init(
                "upstreams",
                .either([.form(.upstream), .members, .mapping(.upstreams)]),
                .otherwise(
                    Wording("the configuration's `upstreams`, where it must stand then", "구성의 `upstreams`. 그곳에는 있어야 함")),
                nil,
                "Where it stands: one address, a list of them, or a mapping with more. The configuration's take their place, with all that stands in them.",
                "콘솔이 있는 곳: 주소 하나, 주소의 목록, 또는 더 많은 것을 적은 묶음. 구성에 적은 것이 있으면 그것이 통째로 대신합니다.",
                "NCT2-4.3-P3"),
            .init(
                "owner", .text(longest: nil), .required, "hong-41c2", "The account of whoever decides about it.",
                "콘솔에 관해 결정하는 사람의 계정.", "NCT2-2.4-P1"),
            .init(
                "manager", .text(longest: nil), .required, "lee-90aa", "The account of whoever runs it.",
                "콘솔을 운영하는 사람의 계정.", "NCT2-2.4-P1"),
            .init(
                "grade", .choice(of: Grade.self), .usually("classified"), "classified",
                "How sensitive it is. What has no grade counts as the highest.", "얼마나 민감한지. 등급이 없으면 가장 높은 것으로 봅니다.",
                "NCT2-2.4-P1"),
            .init(
                "tags", .set(.name(.tags)), .usually("[]"), "[national_core_technology]",
                "Kinds of information on it; they add to its grade.", "콘솔에 있는 정보의 종류. 등급에 더해집니다.", "NCT2-4.1-U1"),
            .init(
                "label_header", .form(.header), .otherwise(Wording("answers say nothing", "응답은 등급을 말하지 않음")),
                "X-Data-Grade",
                "The header by which an answer says its grade: `open`, `sensitive` or `classified`, or O, S or C. It only raises; any other value counts as classified.",
                "응답이 자신의 등급을 알리는 헤더: `open`, `sensitive`, `classified` 또는 O, S, C. 등급을 올리기만 하며, 다른 값은 기밀로 봅니다.",
                "NCT2-2.4-P1"),
            .init(
                "timeouts", .mapping(.timeouts), .optional, nil, "How long it may take.", "얼마나 걸려도 되는지.", "NCT2-5.2-C1"),
            .init(
                "host_header", .choice(of: Console.HostHeader.self), .usually("keep"), "rewrite",
                "`keep` the name the person used, or `rewrite` it to the upstream's.",
                "사람이 쓴 이름을 그대로 두거나(`keep`) 업스트림의 이름으로 바꿉니다(`rewrite`).", "RFC 9110 § 7.2"),
            .init(
                "tls", .mapping(.upstreamTLS), .otherwise(Wording("the system's trust anchors", "시스템의 신뢰 앵커")), nil,
                "For `https` upstreams: whom to trust, and as whom to come.", "`https` 업스트림: 누구를 믿고 누구로서 접속할지.",
                "NCT2-4.3-P1"),
            .init(
                "websocket_origins", .list(.form(.origin)), .usually("[]"), "[\"https://tools.example.kr\"]",
                "Origins beside the console's own whose pages may open WebSockets.", "콘솔 자신 말고 웹소켓을 열 수 있는 출처.",
                "RFC 6455 § 10.2"),
            .init(
                "cacheable", .flag, .usually("false"), "false",
                "Whether answers keep their own caching; only for open consoles. Else they say `no-store`.",
                "응답이 자신의 캐시 지시를 지킬지. 공개 콘솔에만 쓸 수 있으며, 아니면 `no-store`가 붙습니다.", "RFC 9111 § 5.2"),
            .init(
                "actions", .list(.mapping(.consoleAction)), .usually("[]"), nil,
                "What requests do where the method does not tell. Where several match, the request does all of it.",
                "메서드만으로 알 수 없을 때 요청이 무엇을 하는지. 여럿이 맞으면 그 모두를 합니다.", "NCT2-4.2-C1"),
            .init(
                "background", .list(.either([.path, .mapping(.background)])), .usually("[]"), nil,
                "What its pages ask for by themselves, whether or not anybody sits before them: it keeps no session awake.",
                "앞에 사람이 있든 없든 콘솔의 화면이 스스로 요청하는 것. 세션을 유지시키지 않습니다.", "nct-2025-04 2.2"),
            .init(
                "provider", .mapping(.provider), .otherwise(Wording("nothing is said", "기록 없음")), nil,
                "Who provides it, and where.", "누가 어디에서 제공하는지.", "NCT1-1"),
            .init(
                "contract", .mapping(.contract), .otherwise(Wording("nothing is said", "기록 없음")), nil,
                "The contract it stands on.", "근거가 되는 계약.", "NCT2-4.1-U2"),
            .init(
                "double_encryption", .mapping(.doubleEncryption), .otherwise(Wording("nothing is said", "기록 없음")), nil,
                "That information there is encrypted by a key of ours and by one of the provider's. It is good for 90 days; then nobody comes in.",
                "그곳의 정보가 우리 키와 제공자의 키로 거듭 암호화되어 있다는 기록. 90일 동안 유효하며 그 뒤에는 아무도 들어올 수 없습니다.", "NCT2-1-C1"),
            .init(
                "protection_level", .label, .otherwise(Wording("nothing is said", "기록 없음")), "1급",
                "The grade of the industrial technology protection directive, for people.", "산업기술보호지침의 등급, 사람이 읽도록.",
                "NCT2-4.1-U1"),
            .init(
                "state", .choice(of: ConsoleHosting.State.self), .usually("active"), "active",
                "`read_only`: nothing but `view`; `closing` and `closed`: nobody comes in.",
                "`read_only`: `view`만 가능, `closing`과 `closed`: 아무도 들어올 수 없음.", "NCT2-1-U1"),
        ])

    static let timeouts = VocabularyMapping(
        "timeouts", "timeouts", "Time-outs", "시간 제한",
        keys: [
            .init(
                "header", .duration, .usually("60s"), "30s", "Until the head of the answer.", "응답의 머리가 올 때까지.",
                "NCT2-5.2-C1"),
            .init(
                "idle", .duration, .usually("60s"), "60s", "Between two pieces of it.", "응답의 두 조각 사이.", "NCT2-5.2-C1"),
            .init(
                "total", .duration, .otherwise(Wording("none", "없음")), "10m", "Until its end.", "응답이 끝날 때까지.",
                "NCT2-5.2-C1"),
            .init(
                "tunnel", .duration, .usually("1h"), "10m", "A WebSocket without a byte.", "바이트 하나 없는 웹소켓.",
                "NCT2-5.2-C1"),
        ])

    static let upstreamTLS = VocabularyMapping(
        "upstream_tls", "an upstream's tls", "TLS to upstreams", "업스트림 TLS",
        keys: [
            .init(
                "ca", .file, .otherwise(Wording("the system's trust anchors", "시스템의 신뢰 앵커")), "fab-ca.pem",
                "Whom to trust (PEM). Files are relative to the policy's folder.",
                "믿을 인증기관(PEM). 파일은 정책 폴더를 기준으로 찾습니다.", "NCT2-4.3-P1"),
            .init(
                "server_name", .form(.host), .otherwise(Wording("the upstream's host", "업스트림의 호스트")), "fab.internal",
                "The name that its certificate must have.", "인증서에 있어야 하는 이름.", "RFC 9525"),
            .init(
                "client", .mapping(.clientIdentity), .otherwise(Wording("none is shown", "제시하지 않음")), nil,
                "As whom to come.", "누구로서 접속할지.", "NCT2-4.3-P4"),
        ])

    static let clientIdentity = VocabularyMapping(
        "client_certificate", "a client certificate", "Certificates shown to upstreams", "업스트림에 제시하는 인증서",
        keys: [
            .init("certificate", .file, .required, "gw.pem", "The chain (PEM).", "인증서 체인(PEM).", "NCT2-4.3-P4"),
            .init(
                "key", .file, .required, "gw.key", "Its key (PEM), of mode 0600 or 0400, or the policy is not taken.",
                "그 키(PEM). 권한이 0600이나 0400이 아니면 정책을 받지 않습니다.", "NCT2-4.1-C3"),
        ])

    static let consoleAction = VocabularyMapping(
        "console_action", "an action of a console", "Actions of consoles", "콘솔의 행위",
        keys: [
            .init(
                "methods", .set(.form(.method)), .otherwise(Wording("all", "모두")), "[POST]",
                "Requests with these methods.", "이 메서드의 요청.", "RFC 9110 § 9"),
            .init(
                "paths", .list(of: .path, atLeast: 1, isSet: false), .required, "[/search/**]", "On these paths.",
                "이 경로의 요청.", "nct-2025-04 3(11)"),
            .init("action", .choice(of: Action.self), .required, "view", "What they do.", "무엇을 하는지.", "NCT2-4.2-C1"),
        ])

    static let background = VocabularyMapping(
        "background", "background requests of a console", "Background requests", "배경 요청",
        keys: [
            .init(
                "methods", .set(.form(.method)), .otherwise(Wording("all", "모두")), "[GET]",
                "Requests with these methods.", "이 메서드의 요청.", "RFC 9110 § 9"),
            .init(
                "paths", .list(of: .path, atLeast: 1, isSet: false), .required, "[/api/status]", "On these paths.",
                "이 경로의 요청.", "nct-2025-04 2.2"),
        ])

    static let provider = VocabularyMapping(
        "provider", "a provider", "Providers", "제공자",
        keys: [
            .init("name", .label, .required, "example-csp", "Who provides it.", "제공자의 이름.", "NCT1-1"),
            .init(
                "kind", .choice(of: ConsoleProvider.Kind.self), .required, "domestic", "From here, or from abroad.",
                "국내인지 국외인지.", "NCT1-1"),
            .init(
                "region", .label, .otherwise(Wording("it lies nowhere", "어디에도 없음")), "KR-41",
                "A country (`KR`), a part of one by ISO 3166-2 (`KR-41`), or the provider's own word, which then lies nowhere.",
                "국가(`KR`), ISO 3166-2의 지역(`KR-41`), 또는 제공자만의 말. 마지막은 어디에도 없는 것으로 봅니다.", "NCT2-1-P1"),
            .init(
                "location", .label, .optional, "경기도 성남시", "Where that is, for people.", "그곳이 어디인지, 사람이 읽도록.",
                "NCT2-1-P1"),
        ])

    static let contract = VocabularyMapping(
        "contract", "a contract", "Contracts", "계약", bonds: [.needs("on_expiry", other: "expires")],
        keys: [
            .init(
                "ref", .label, .otherwise(Wording("refused where a tag has `residency`", "태그에 `residency`가 있으면 거부됨")),
                "C-2026-014", "Its number.", "계약 번호.", "NCT2-4.1-U2"),
            .init(
                "data_owner", .label, .optional, "our-company", "Whose the information is.", "정보의 주인.", "NCT2-4.1-U2"),
            .init(
                "expires", .date, .otherwise(Wording("it never ends", "끝나지 않음")), "2027-12-31",
                "The last day on which it holds, in Korea. `policy check` warns from 90 days before.",
                "효력이 있는 마지막 날(한국 시각). 90일 전부터 `policy check`가 알립니다.", "NCT2-4.1-U2"),
            .init(
                "on_expiry", .choice(of: ConsoleContract.OnExpiry.self), .usually("deny"), "deny",
                "After that day the console is closed, or it is only told.", "그 뒤에는 콘솔을 닫거나, 알리기만 합니다.", "NCT2-4.1-U2"),
            .init(
                "min_tls", .choice(of: ConsoleContract.TLSVersion.self),
                .otherwise(Wording("what this program asks for anyway", "이 프로그램이 어차피 요구하는 것")), "\"1.2\"",
                "What the connection to each upstream must agree on, or no byte of a request is sent.",
                "업스트림과의 연결이 합의해야 하는 것. 아니면 요청을 한 바이트도 보내지 않습니다.", "NCT2-4.1-U3"),
            .init(
                "min_cipher_bits", .count(128...256),
                .otherwise(Wording("what this program asks for anyway", "이 프로그램이 어차피 요구하는 것")), "128",
                "The same of its cipher.", "암호의 비트 수도 마찬가지입니다.", "NCT2-4.1-U3"),
        ])

    static let doubleEncryption = VocabularyMapping(
        "double_encryption", "double encryption", "Double encryption", "이중 암호화",
        keys: [
            .init(
                "user_key", .label, .required, "\"pkcs11:fab-kek\"", "The name of our key, never the key.",
                "우리 키의 이름. 키 자체가 아닙니다.", "NCT2-1-C1"),
            .init(
                "provider_key", .label, .required, "\"kms:csp/77\"", "The name of the provider's.", "제공자 키의 이름.",
                "NCT2-1-C1"),
            .init(
                "verified_at", .date, .required, "2026-11-01", "When somebody looked. Good for 90 days from then.",
                "확인한 날. 그로부터 90일 동안 유효합니다.", "NCT2-1-C1"),
            .init("verifier", .label, .required, "lee-90aa", "Who did.", "확인한 사람.", "NCT2-1-C1"),
        ])
}
