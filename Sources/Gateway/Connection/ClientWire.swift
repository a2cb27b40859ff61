internal import GatewayHTTP1
internal import GatewayPages
internal import NIOCore

/// The client's side of one request, whatever HTTP it speaks: an HTTP/1.1 connection, or one stream of an HTTP/2 connection.
///
/// Heads are written as HTTP/1.1 has them; a wire of another version translates. So there is one set of rules for fields, not one a version.
protocol ClientWire: AnyObject {
    /// The client takes more: what is written does not pile up here.
    var isWritable: Bool { get }
    /// It has asked for a tunnel in a way that any 2xx agrees to (RFC 8441 § 5); an upstream agrees by 101 alone.
    var readsSuccessAsTunnel: Bool { get }

    /// A whole answer of our own, then `finish`.
    func send(_ response: LocalResponse, isHead: Bool, keepsAlive: Bool)
    /// A head before the answer proper (1xx), flushed.
    func sendInterim(_ head: ByteBuffer)
    /// The head of an answer, its empty line included; what it says last goes out with the first of its body.
    func sendHead(_ head: ByteBuffer, framing: AnswerFraming)
    /// Forgets the head given last, if nothing of it has left: another answer may take its place.
    ///
    /// - Returns: whether it was forgotten.
    func takeBackHead() -> Bool
    func sendBody(_ piece: ByteBuffer)
    func sendEnd(_ trailers: Trailers?)
    /// What has been sent so far leaves for the client.
    func flush()

    /// The request's body is wanted, or more of it.
    func askForBody()
    /// The answer is whole.
    func finish(keepsAlive: Bool)
    /// Half an answer cannot be taken back: it ends in a way that shows it is not whole.
    func breakOff()
}

/// How the body of a forwarded answer is told from what follows it.
enum AnswerFraming {
    case none
    /// By the length in the head.
    case asIs
    case chunked
    case untilClose
    /// Both sides speak another protocol from here on.
    case tunnel
}
