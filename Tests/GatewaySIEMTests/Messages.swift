import GatewayAudit
import GatewayIdentity
import GatewaySIEM
import GatewayTesting

/// A record as it stands in a trail, and the message it becomes.
enum Messages {
    static func line(_ more: String = "", account: String = "kim-7f3a", type: String = "lock") -> String {
        #"{"seq":8812,"ts":"2026-11-22T10:00:00.123+09:00","event_id":"0102030405060708090a0b0c0d0e0f10","type":"\#(type)","#
            + #""severity":"warning","outcome":"denied","reason":"otp_replayed","host":"gw01","account":"\#(account)","#
            + #""roles":["staff","night"],"factors":[{"kind":"totp","at":"2026-11-22T10:00:00.000+09:00","id":"t1"}],"#
            + #""src_ip":"203.0.113.7","upstream":"fab","grade":"classified"\#(more),"prev_hash":"00","hash":"ab"}"#
    }

    static func message(_ line: String = line(), after: UInt64 = 8811, title: String = "Account locked") -> SIEMMessage?
    {
        var line = line
        return line.withUTF8 { SIEMMessage(line: UnsafeRawBufferPointer($0), after: after) { _ in title } }
    }

    /// A JSON string's inside that has every character in it that may do harm, and then any.
    static func hostile(_ random: SeededRandom) -> String {
        let nasty = [
            "\\u000a", "\\u000d", "\\u0000", "\\u202e", "\\\"", "\\\\", "]", "=", "|", " ", "\\u2028", "<34>1 ", "가",
            "😀", "\\u0085",
        ]
        return (0..<random.int(below: 40)).map { _ in
            random.int(below: 3) == 0
                ? String(UnicodeScalar(UInt8(0x61 + random.int(below: 26)))) : nasty[random.int(below: nasty.count)]
        }.joined()
    }
}
