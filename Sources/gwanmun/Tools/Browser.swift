import FoundationEssentials
import Glibc

/// The desktop's browser.
enum Browser {
    /// Opens a page where there is a desktop. The address was told on the terminal before, so nothing is lost where there is none.
    static func open(_ url: String) {
        let environment = ProcessInfo.processInfo.environment
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return }
        defer { posix_spawn_file_actions_destroy(&actions) }
        // What it says about itself is none of the terminal's business.
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_WRONLY), (STDERR_FILENO, O_WRONLY)] {
            guard posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0) == 0 else { return }
        }
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(url)]
        defer { words.forEach { free($0) } }
        var child = pid_t()
        guard posix_spawnp(&child, "xdg-open", &actions, nil, words + [nil], environ) == 0 else { return }
        var status: Int32 = 0
        _ = waitpid(child, &status, WNOHANG)
    }
}
