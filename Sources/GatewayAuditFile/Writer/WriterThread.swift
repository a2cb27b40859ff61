internal import Glibc

/// A thread of its own for work that blocks on the disk. Ends when its body returns.
final class WriterThread: Sendable {
    private let thread: pthread_t

    /// - Returns: `nil` when the system gives no thread.
    init?(_ body: sending @escaping () -> Void) {
        // Released by the thread itself, below; here when there is no thread.
        let box = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for the body to return. Once only.
    func join() { pthread_join(thread, nil) }

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }
}
