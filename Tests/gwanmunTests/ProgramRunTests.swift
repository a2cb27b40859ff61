import GatewaySystem
import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `A program that is run` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A shell script of these lines. Run by the shell's name: a program that was just written is busy while another test, beside
    /// this one, starts a process.
    private func run(
        _ lines: String, _ words: [String] = [], input: [UInt8] = [], within patience: Duration = .seconds(20)
    ) throws -> ProgramRun.Ending {
        let path = try folder.write(Array("\(lines)\n".utf8), "script")
        return try ProgramRun.run("/bin/sh", [path] + words, input: input, within: patience)
    }

    @Test func `gets its input whole, its words as they are, and nothing of our environment`() throws {
        let out = folder.path + "/out"
        let lines = "{ echo \"$# $1\"; env | sort | grep -v -e PWD -e SHLVL -e '^_='; cat; } > \(out)"
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: ProgramRun.inputLimit)
        #expect(try run(lines, ["-t; rm x"], input: input) == .exited(code: 0, said: ""))
        let written = try #require(try PrivateFileReading.bytes(out))
        #expect(
            String(decoding: written, as: UTF8.self)
                == "1 -t; rm x\nLANG=C.UTF-8\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n"
                + String(decoding: input, as: UTF8.self))
    }

    @Test func `is heard with its exit code and the beginning of its complaint`() throws {
        let ending = try run("head -c 100000 /dev/zero | tr '\\0' e >&2; exit 75")
        #expect(ending == .exited(code: 75, said: String(repeating: "e", count: 512)))
    }

    @Test func `and hangs is killed in time, with what it started`() throws {
        let path = folder.path + "/living"
        #expect(mkfifo(path, 0o600) == 0)
        let living = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(living) }
        // Both hold the other end for as long as they live.
        #expect(try run("exec 3> \(path); echo >&3; sleep 600 & wait", within: .milliseconds(300)) == .timedOut)
        var byte: UInt8 = 0
        #expect(Glibc.read(living, &byte, 1) == 1)
        var end = pollfd(fd: living, events: Int16(POLLIN), revents: 0)
        #expect(poll(&end, 1, 20_000) == 1)
        #expect(Glibc.read(living, &byte, 1) == 0)
    }

    @Test func `is told by the signal that ended it`() throws {
        #expect(try run("kill -9 $$") == .killed(bySignal: 9))
    }

    @Test func `must be there`() {
        #expect(throws: SystemFailure.self) {
            try ProgramRun.run(folder.path + "/none", [], input: [], within: .seconds(1))
        }
    }

    @Test func `is given no more than fits`() throws {
        #expect(throws: SystemFailure.self) {
            try run("cat > /dev/null", input: [UInt8](repeating: 0, count: ProgramRun.inputLimit + 1))
        }
    }
}

private enum PrivateFileReading {
    static func bytes(_ path: String) throws -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
