import GatewayIdentity

/// Whether the clock can be believed: certificates, codes and records depend on it (guide, NCT2-4.6-P3).
enum ClockCheck {
    /// 2026-01-01T00:00:00Z: before this program was written.
    private static let earliest = UnixTime(seconds: 1_767_225_600)
    /// Made by systemd-timesyncd, and the file in it once the clock follows a server.
    private static let timesync = "/run/systemd/timesync"

    static func findings(at now: UnixTime) -> [Finding] {
        let advice = FindingText(
            "chrony나 systemd-timesyncd가 신뢰할 수 있는 시간 서버(국내에서는 UTC(KRIS))를 따르게 하십시오.",
            "Have chrony or systemd-timesyncd follow a time server that you trust (UTC(KRIS) in Korea).")
        guard now >= earliest else {
            return [
                Finding(
                    .error, .clock,
                    .init("이미 지난 때로 되어 있습니다(\(RFC3339.string(now)))", "says \(RFC3339.string(now)), which is past"),
                    advice)
            ]
        }
        guard FileStatus(timesync) != nil, FileStatus(timesync + "/synchronized") == nil else { return [] }
        return [
            Finding(
                .warning, .clock,
                .init("systemd-timesyncd가 실행 중이지만 시각을 맞추지 못했습니다", "systemd-timesyncd runs and has not synchronised it"),
                advice)
        ]
    }
}
