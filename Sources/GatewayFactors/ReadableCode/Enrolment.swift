/// How long the steps of an enrolment may take.
public enum Enrolment {
    /// From the administrator making a code to the owner typing it (compliance profile 2.3: 24 h, once).
    public static let codeLifetime: Duration = .seconds(24 * 60 * 60)
    /// From showing a new secret to confirming it with a first code.
    public static let confirmationLifetime: Duration = .seconds(10 * 60)
    /// From assigning a hardware token to its owner typing a first code of it: it may have to be sent.
    public static let tokenConfirmationLifetime: Duration = .seconds(14 * 24 * 60 * 60)
}
