/// The two ceremonies, by `type` of the client data (WebAuthn Level 2 section 5.8.1).
enum Ceremony: String {
    case registration = "webauthn.create"
    case authentication = "webauthn.get"
}
