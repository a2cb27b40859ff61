internal import Glibc

/// Which of the sockets that share a port gets new connections (socket(7), SO_ATTACH_REUSEPORT_CBPF).
///
/// Left alone the kernel spreads connections over all of them, also over one whose process does not accept yet, and over one that is about to close,
/// which resets what waits there. A filter of one instruction that returns a place in the row sends them all to that one. A place where nobody
/// stands counts for nothing: then the kernel chooses, among those that are left. When a socket closes, the last in the row takes its place.
enum PortShare {
    enum Place: UInt32 {
        case first = 0
        case second = 1
    }

    /// It holds for all who share the port, until the next one.
    /// - Returns: 0, or -1 with `errno`.
    static func attach(_ place: Place, to descriptor: CInt) -> CInt {
        var instruction = Instruction(code: returnConstant, jumpIfTrue: 0, jumpIfFalse: 0, operand: place.rawValue)
        return withUnsafeMutablePointer(to: &instruction) { instruction in
            var program = Program(length: 1, instructions: instruction)
            return setsockopt(
                descriptor, SOL_SOCKET, attachFilter, &program, socklen_t(MemoryLayout<Program>.stride))
        }
    }

    /// `struct sock_filter` and `struct sock_fprog` of <linux/filter.h>, which is in no module of Glibc.
    private struct Instruction {
        var code: UInt16
        var jumpIfTrue: UInt8
        var jumpIfFalse: UInt8
        var operand: UInt32
    }

    private struct Program {
        var length: UInt16
        var instructions: UnsafeMutablePointer<Instruction>
    }

    /// BPF_RET | BPF_K.
    private static let returnConstant: UInt16 = 0x06
    /// SO_ATTACH_REUSEPORT_CBPF.
    private static let attachFilter: CInt = 51
}
