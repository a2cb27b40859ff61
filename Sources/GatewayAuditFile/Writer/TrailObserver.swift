/// Told what the trail's writer does, for metrics. Called on the writer's thread, which waits for it.
public protocol TrailObserver: Sendable {
    /// Everything that was queued has been written and synchronised.
    ///
    /// - Parameter span: how long that took.
    func committed(after span: Duration)
}
