internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import NIOCore

extension RequestHead {
    /// A call of gRPC, by its content type (gRPC over HTTP/2, "Requests"): `application/grpc`, `application/grpc+proto`, ….
    func isGRPC(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let type = fields.first(.contentType) else { return false }
        let name: StaticString = "application/grpc"
        let value = bytes[type.value]
        guard value.count >= name.utf8CodeUnitCount else { return false }
        for index in 0..<name.utf8CodeUnitCount where value[index] | 0x20 != name.utf8Start[index] | 0x20 {
            return false
        }
        // `application/grpc-web` is another protocol, with its status elsewhere.
        return value.count == name.utf8CodeUnitCount || "+; ".utf8.contains(value[name.utf8CodeUnitCount])
    }
}

extension GRPCStatus {
    /// An answer that is nothing but its end ("Trailers-Only").
    func response(requestID: RequestID) -> LocalResponse {
        LocalResponse(
            status: 200,
            headers: [
                HeaderLine("Content-Type", "application/grpc"), HeaderLine("Grpc-Status", "\(code)"),
                HeaderLine("Grpc-Message", message), HeaderLine("X-Request-Id", requestID.description),
            ], body: [])
    }

    /// The end of an answer that has begun.
    func trailers() throws(HeadProblem) -> Trailers {
        let lines = ByteBuffer(string: "grpc-status: \(code)\r\ngrpc-message: \(message)\r\n\r\n")
        return try lines.withUnsafeReadableBytes { bytes throws(HeadProblem) in try Trailers(bytes) }
    }
}
