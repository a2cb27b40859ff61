import GatewayIdentity
import GatewayPolicy

// Tests of watch rules: doings, and the alarms their author expects.

extension VocabularyMapping {
    static let mostRepeats = 5000
    static let mostBytes = 1 << 40

    static let watchTest = VocabularyMapping(
        "watch_test", "a test of watch rules", "Tests of watch rules", "감시 규칙의 시험",
        keys: [
            .init(
                "name", .text(longest: nil), .required, "a hundred and one drawings end the session",
                "What it claims; once in a file.", "무엇을 주장하는지. 한 파일에 한 번만 씁니다.", "NCT3-N-U1"),
            .init(
                "events", .list(.mapping(.watchedEvent)), .required, nil,
                "What people do. They are put in the order of their times.", "사람들이 하는 일. 시각 순서로 놓입니다.", "NCT3-N-U1"),
            .init(
                "expect", .list(.mapping(.watchAlarm)), .required, nil,
                "Every alarm that is expected, in order; `[]`: none.", "기대하는 모든 경보, 순서대로. `[]`는 없음.", "NCT3-N-U1"),
        ])

    static let watchAlarm = VocabularyMapping(
        "watch_alarm", "an alarm", "Alarms in tests", "시험 속의 경보",
        keys: [
            .init("rule", .name(.watch), .required, "partner-objects", "By which rule.", "어느 규칙의 경보인지.", "NCT3-N-U1"),
            .init(
                "measure", .choice(of: WatchMeasure.self), .required, "end_sessions",
                "Which step of its ladder is taken.",
                "어느 단계의 조치를 취하는지.", "NCT2-4.3-P2"),
            .init(
                "account", .account, .otherwise(Wording("whoever", "누구든")), "kim-7f3a", "About whom.", "누구에 대한 것인지.",
                "NCT3-N-U1"),
        ])

    static let watchedEvent = VocabularyMapping(
        "watched_event", "an event", "Events in tests", "시험 속의 사건",
        keys: [
            .init(
                "at", .time, .required, "\"2026-11-23T10:00:00+09:00\"", "When; with `times`, the first.",
                "언제인지. `times`가 있으면 첫 번째의 시각.", "NCT3-N-U1"),
            .init("account", .account, .required, "kim-7f3a", "Who.", "누구인지.", "NCT3-N-U1"),
            .init(
                "deed", .choice(of: WatchedDeed.self), .required, "request",
                "What: a sign-in, a wrong code, a request that was let through, or one that was refused.",
                "무엇인지: 로그인, 틀린 코드, 허용된 요청, 거부된 요청.", "NCT3-N-U1"),
            .init(
                "times", .count(1...mostRepeats), .usually("1"), "101",
                "How often. `{n}` in the path counts from 1.", "몇 번인지. 경로의 `{n}`은 1부터 셉니다.", "NCT3-N-U1"),
            .init("every", .duration, .usually("1s"), "5s", "How far apart.", "사이의 간격.", "NCT3-N-U1"),
            .init(
                "roles", .set(.name(.roles)), .usually("[]"), "[staff]", "The roles the person holds.", "그 사람이 가진 역할.",
                "NCT3-N-U1"),
            .init(
                "grants", .set(.text(longest: nil)), .usually("[]"), "[EXP-2026-014]",
                "References of the partner grants they have running.", "그 사람의 진행 중인 협력사 허가의 번호.", "NCT3-N-U1"),
            open("console", .name(.consoles), "fab", "Where.", "어디에서."),
            .init("path", .text(longest: nil), .usually("/"), "/project/{n}", "On which path.", "어느 경로에.", "NCT3-N-U1"),
            .init(
                "status", .count(100...599), .usually("200"), "404", "The answer's status.", "응답의 상태.", "RFC 9110 § 15"),
            .init(
                "bytes", .count(0...mostBytes), .usually("0"), "1048576", "Bytes of the answer.", "응답의 바이트.",
                "NCT3-N-U1"),
            open("from", .form(.address), "10.20.1.5", "From which address.", "어느 주소에서 오는지."),
            open("country", .country, "KR", "From which country.", "어느 국가에서 오는지."),
            open("device", .text(longest: nil), "KT-0042", "From which device.", "어느 기기에서 오는지."),
            open(
                "certificate", .text(longest: nil), "key-1", "With which certificate; any word for it.",
                "어느 인증서로. 아무 이름이나 됩니다."),
        ])

    private static func open(
        _ name: String, _ kind: ValueKind, _ example: String, _ english: String, _ korean: String
    ) -> VocabularyKey {
        .init(name, kind, .otherwise(Wording("not known", "알 수 없음")), example, english, korean, "NCT3-N-U1")
    }
}
