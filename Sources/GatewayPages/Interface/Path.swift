/// The gateway's own paths, the same on the gate and on every console host.
enum Path {
    static let own = "/.gwanmun/"
    static let health = own + "health"
    static let session = own + "session"
    static let login = own + "login"
    static let welcome = own + "welcome"
    static let enter = own + "enter"
    static let account = own + "me"
    static let endSession = own + "me/end-session"
    static let endOtherSessions = own + "me/end-others"
    static let recoveryCodes = own + "me/recovery-codes"
    static let logout = own + "logout"
    static let language = own + "language"
    static let enrolment = own + "enrol"
    static let enrolmentConfirmation = own + "enrol/confirm"
    static let assets = own + "assets/"
    static let keySet = own + "jwks.json"
}
