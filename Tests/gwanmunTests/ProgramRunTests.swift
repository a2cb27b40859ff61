import GatewaySystem
import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `A program that is run` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A shell script of these lines.
    private func program(_ lines: String) throws -> String {
        let path = try folder.write(Array("#!/bin/sh\n\(lines)\n".utf8), "program")
        #expect(chmod(path, 0o700) == 0)
        return path
    }

    @Test func `gets its input whole, its words as they are, and nothing of our environment`() throws {
        let out = folder.path + "/out"
        let program = try program("{ echo \"$# $1\"; env | sort | grep -v -e PWD -e SHLVL -e '^_='; cat; } > \(out)")
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: ProgramRun.inputLimit)
        #expect(
            try ProgramRun.run(program, ["-t; rm x"], input: input, within: .seconds(20))
                == .exited(code: 0, said: ""))
        let written = try #require(try PrivateFileReading.bytes(out))
        #expect(
            String(decoding: written, as: UTF8.self)
                == "1 -t; rm x\nLANG=C.UTF-8\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n"
                + String(decoding: input, as: UTF8.self))
    }

    @Test func `is heard with its exit code and the beginning of its complaint`() throws {
        let program = try program("head -c 100000 /dev/zero | tr '\\0' e >&2; exit 75")
        let ending = try ProgramRun.run(program, [], input: [], within: .seconds(20))
        #expect(ending == .exited(code: 75, said: String(repeating: "e", count: 512)))
    }

    @Test func `and hangs is killed in time, with what it started`() throws {
        let file = folder.path + "/pid"
        let program = try program("sleep 600 & echo $! > \(file); wait")
        #expect(try ProgramRun.run(program, [], input: [], within: .milliseconds(300)) == .timedOut)
        let child = try #require(
            try PrivateFileReading.bytes(file).flatMap { pid_t(String(decoding: $0.dropLast(), as: UTF8.self)) })
        // Gone, or a zombie that init has yet to collect.
        var polls = 0
        while kill(child, 0) == 0, polls < 500 {
            usleep(10_000)
            polls += 1
        }
        #expect(kill(child, 0) != 0)
    }

    @Test func `is told by the signal that ended it`() throws {
        #expect(
            try ProgramRun.run(program("kill -9 $$"), [], input: [], within: .seconds(20)) == .killed(bySignal: 9))
    }

    @Test func `must be there`() {
        #expect(throws: SystemFailure.self) {
            try ProgramRun.run(folder.path + "/none", [], input: [], within: .seconds(1))
        }
    }

    @Test func `is given no more than fits`() throws {
        let program = try program("cat > /dev/null")
        #expect(throws: SystemFailure.self) {
            try ProgramRun.run(
                program, [], input: [UInt8](repeating: 0, count: ProgramRun.inputLimit + 1), within: .seconds(1))
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
