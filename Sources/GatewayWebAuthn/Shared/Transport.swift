/// How an authenticator is reached (WebAuthn Level 3 section 5.8.4), as the browser reports it. A hint for browsers, never for deciding.
public enum Transport: String, CaseIterable, Comparable, Sendable {
    case usb, nfc, ble, hybrid
    case smartCard = "smart-card"
    /// Built into the device.
    case builtIn = "internal"

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
