import GatewayPolicy
import GatewayUpstreams

// Where a console stands, in a policy and in the configuration alike.

extension VocabularyMapping {
    static let upstreams = VocabularyMapping(
        "upstreams", "upstreams", "Upstreams", "업스트림",
        keys: [
            .init(
                "members", .members, .required, nil,
                "Its servers: addresses, or addresses with a weight and a protocol.", "서버들: 주소, 또는 가중치와 프로토콜을 붙인 주소.",
                "NCT2-4.3-P3"),
            .init(
                "sticky", .choice(of: ConsoleUpstreams.Stickiness.self), .usually("none"), "session",
                "`session`: a person, told by the certificate, stays with one member as long as that serves, also through a step-up and a new login; `none`: members take turns.",
                "`session`: 인증서로 알아본 사람이 한 서버가 응하는 동안 그 서버에 머물며, 추가 인증과 새 로그인 뒤에도 같습니다. `none`: 돌아가며 맡습니다.",
                "NCT2-5.2-C1"),
            .init(
                "allow_private", .flag, .usually("false"), "true",
                "Whether host names may lead into private networks: RFC 1918, fc00::/7, 100.64.0.0/10.",
                "호스트 이름이 사설 대역(RFC 1918, fc00::/7, 100.64.0.0/10)으로 이어져도 되는지.", "RFC 1918"),
            .init(
                "networks", .list(.network), .usually("[]"), "[10.30.0.0/16]",
                "Networks into which host names may lead beside the public internet.", "공인 인터넷 말고 호스트 이름이 이어져도 되는 대역.",
                "NCT2-4.3-P3"),
            .init(
                "resolve", .duration, .usually("30s"), "30s",
                "How long the addresses of a name are used before it is asked again; when it cannot be resolved, the last ones stay in use. At most 1d.",
                "이름의 주소를 다시 묻기 전까지 쓰는 시간. 알아낼 수 없으면 마지막 주소를 계속 씁니다. 최대 1d.", "RFC 1035"),
            .init(
                "health", .mapping(.health), .otherwise(Wording("nobody is asked", "묻지 않음")), nil,
                "How members are asked whether they are well.", "서버가 괜찮은지 묻는 방법.", "NCT2-5.2-C1"),
            .init(
                "ejection", .either([.mapping(.ejection), .word("off")]),
                .otherwise(Wording("as its keys' defaults", "각 키의 기본값대로")), nil,
                "Leaves a member out whose requests fail.", "요청이 실패하는 서버를 빼 둡니다.", "NCT2-5.2-C1"),
            .init(
                "connections", .mapping(.connections), .otherwise(Wording("as its keys' defaults", "각 키의 기본값대로")), nil,
                "How many connections a member gets from this node.", "이 노드에서 한 서버로 여는 연결의 수.", "NCT2-5.2-C1"),
            .init(
                "retries", .either([.mapping(.retries), .word("off")]),
                .otherwise(Wording("as its keys' defaults", "각 키의 기본값대로")), nil,
                "How often a request of which no byte of a body was sent is tried again.",
                "본문을 한 바이트도 보내지 않은 요청을 몇 번 다시 보내는지.", "RFC 9110 § 9.2.2"),
        ])

    static let member = VocabularyMapping(
        "member", "a member", "Members", "구성 서버",
        keys: [
            .init(
                "url", .form(.upstream), .required, "\"https://10.30.1.1:8443\"", "Its address.", "서버의 주소.",
                "NCT2-4.3-P3"),
            .init(
                "weight", .count(1...100), .usually("1"), "3", "Its share of the requests, as parts of the sum of all.",
                "맡는 요청의 몫. 모든 가중치의 합에 대한 비율입니다.", "NCT2-5.2-C1"),
            .init(
                "protocol", .choice(of: ConsoleUpstreams.Dialect.self), .usually("http/1.1"), "h2",
                "What is spoken with it; nothing is guessed.", "함께 쓰는 프로토콜. 추측하지 않습니다.", "RFC 9113"),
        ])

    static let health = VocabularyMapping(
        "health", "health", "Health checks", "상태 점검",
        keys: [
            .init(
                "path", .form(.checkPath), .required, "/healthz", "What is asked for, with GET.", "GET으로 묻는 경로.",
                "NCT2-5.2-C1"),
            .init(
                "interval", .duration, .usually("10s"), "10s",
                "From one check to the next, give or take a tenth. At most 1h.", "점검과 점검 사이. 10분의 1쯤 달라집니다. 최대 1h.",
                "NCT2-5.2-C1"),
            .init(
                "timeout", .duration, .usually("2s"), "2s", "For the whole check, at most the interval.",
                "점검 전체의 제한. 간격보다 길 수 없습니다.", "NCT2-5.2-C1"),
            .init(
                "expect", .list(of: .count(200...499), atLeast: 1, isSet: true),
                .otherwise(Wording("any 2xx", "모든 2xx")), "[200, 204]", "Statuses of a member that is well.",
                "괜찮은 서버의 상태 코드.", "RFC 9110 § 15"),
            .init(
                "rise", .count(1...100), .usually("2"), "2", "Good answers in a row that take a member back.",
                "서버를 다시 넣는 연속된 좋은 응답의 수.", "NCT2-5.2-C1"),
            .init(
                "fall", .count(1...100), .usually("3"), "3",
                "Bad answers in a row that take it out. The very first counts alone.",
                "서버를 빼는 연속된 나쁜 응답의 수. 맨 처음 것은 하나로 족합니다.", "NCT2-5.2-C1"),
        ])

    static let ejection = VocabularyMapping(
        "ejection", "ejection, unless it is 'off'", "Ejection", "제외",
        keys: [
            .init(
                "failures", .count(1...1000), .usually("5"), "5", "Failed requests in a row that leave a member out.",
                "서버를 빼는 연속된 실패의 수.", "NCT2-5.2-C1"),
            .init(
                "rate", .either([.mapping(.failureRate), .word("off")]),
                .otherwise(Wording("as its keys' defaults", "각 키의 기본값대로")), nil,
                "Which share of its requests may fail.", "요청 가운데 어느 정도가 실패해도 되는지.", "NCT2-5.2-C1"),
            .init(
                "first", .duration, .usually("10s"), "10s",
                "How long, the first time; each further time twice as long. At most `longest`.",
                "처음 빼 두는 시간. 다음부터는 두 배씩 늘어납니다. `longest`를 넘을 수 없습니다.", "NCT2-5.2-C1"),
            .init(
                "longest", .duration, .usually("5m"), "5m", "And no longer than this. At most 1d.",
                "그래도 이보다 길지는 않습니다. 최대 1d.", "NCT2-5.2-C1"),
            .init(
                "share", .count(1...100), .usually("50"), "50",
                "Percent of the members that may be left out at once; never the last.",
                "동시에 빼 둘 수 있는 서버의 백분율. 마지막 하나는 빼지 않습니다.", "NCT2-5.2-C1"),
            .init(
                "statuses", .list(of: .count(500...599), atLeast: 1, isSet: true), .otherwise(Wording("none", "없음")),
                "[502, 503, 504]",
                "Answers that count as failures, beside those that break off. Only such that people cannot cause.",
                "끊어진 응답 말고 실패로 세는 상태 코드. 사람이 일으킬 수 없는 것만 적습니다.", "RFC 9110 § 15.6"),
        ])

    static let failureRate = VocabularyMapping(
        "failure_rate", "a rate, unless it is 'off'", "Rates of failure", "실패 비율",
        keys: [
            .init(
                "percent", .count(1...100), .usually("50"), "50", "This share of failed requests leaves a member out.",
                "이만큼의 요청이 실패하면 서버를 뺍니다.", "NCT2-5.2-C1"),
            .init(
                "window", .duration, .usually("10s"), "10s", "The time in which they are counted. At most 1h.",
                "세는 시간. 최대 1h.", "NCT2-5.2-C1"),
            .init(
                "requests", .count(1...1_000_000), .usually("20"), "20",
                "Fewer requests within the window prove nothing.", "창 안의 요청이 이보다 적으면 판단하지 않습니다.", "NCT2-5.2-C1"),
        ])

    static let connections = VocabularyMapping(
        "connections", "connections of a member", "Connections", "연결",
        keys: [
            .init(
                "limit", .count(1...65_535), .usually("1024"), "256", "At most so many at once.", "동시에 여는 최대 수.",
                "NCT2-5.2-C1"),
            .init(
                "wait", .either([.duration, .word("none")]), .usually("1s"), "1s",
                "How long a request waits for one, at most 60s; `none`: it does not.",
                "요청이 연결을 기다리는 시간(최대 60s). `none`: 기다리지 않습니다.", "NCT2-5.2-C1"),
            .init(
                "waiting", .count(1...10_000), .usually("128"), "128",
                "How many requests wait at once; others are told that it is overloaded.",
                "동시에 기다리는 요청의 수. 나머지는 과부하라는 답을 받습니다.", "NCT2-5.2-C1"),
        ])

    static let retries = VocabularyMapping(
        "retries", "retries, unless they are 'off'", "Retries", "재시도",
        keys: [
            .init(
                "tries", .count(2...10), .usually("3"), "3", "How often a request is sent in all.", "요청을 모두 몇 번 보내는지.",
                "RFC 9110 § 9.2.2"),
            .init(
                "share", .count(1...100), .usually("20"), "20", "Percent of all requests that may be sent again.",
                "다시 보낼 수 있는 요청의 백분율.", "NCT2-5.2-C1"),
        ])
}

extension ValueKind {
    /// Addresses, or addresses with a weight and a protocol.
    static let members = ValueKind.list(
        of: .either([.form(.upstream), .mapping(.member)]), atLeast: 1, atMost: MemberSet.capacity, isSet: false)
}
