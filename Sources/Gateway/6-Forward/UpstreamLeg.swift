internal import GatewayHTTP1
internal import NIOCore

/// The upstream's side of one exchange: a kept HTTP/1.1 connection while it is lent, or one stream of an HTTP/2 connection.
protocol UpstreamLeg: AnyObject {
    /// The upstream takes more: what is sent does not pile up here.
    var isWritable: Bool { get }
    /// Nothing of what was sent waits for the upstream: whatever is missing is owed by the client.
    var hasTakenAll: Bool { get }

    /// Sends the head, as HTTP/1.1 has it; `body` says what follows it.
    func begin(for front: any UpstreamFront, _ request: ResponseContext, head: ByteBuffer, body: RequestBody)
    /// A piece of the request's body, or of a tunnel.
    func send(_ piece: ByteBuffer)
    func sendEnd(_ trailers: Trailers?)
    func flush()

    func holdReading()
    func resumeReading()
    /// The exchange is off: nothing more is delivered.
    func abandon()
}

/// Who a request is forwarded for: the client side of one exchange.
protocol UpstreamFront: AnyObject {
    /// A head, interim ones included; its ranges are of `bytes`, which are lent for the call.
    func upstreamAnswered(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer)
    func upstreamSent(_ body: ByteBuffer)
    func upstreamEnded(trailers: Trailers?)
    func upstreamFailed(_ failure: ForwardFailure)
    /// What arrived in this read has been handed over: a good moment to flush.
    func upstreamReadComplete()
    func upstreamWritabilityChanged()
    /// Bytes of a tunnel.
    func tunnelSent(_ bytes: ByteBuffer)
    func tunnelEnded()
}
