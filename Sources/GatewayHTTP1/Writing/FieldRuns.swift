extension HeadFields {
    /// Copies the fields that are not in `dropped`, in their order and byte by byte, a run of neighbours at a time.
    ///
    /// - Parameter exception: looked at for each name in `special`, after the lines before it have been written. It
    ///   writes what remains of the field, if anything.
    func writeLines(
        of bytes: UnsafeRawBufferPointer, dropping dropped: FieldNameSet, special: FieldNameSet,
        into sink: inout FixedSink, exception: (Field, inout FixedSink) -> Void
    ) {
        guard let first else { return }
        // Nearly every head has something to drop, so no short cut is taken for those that have not.
        let interrupting = dropped.union(special)
        var runStart = first.line.start
        var runEnd = runStart
        for field in self {
            if interrupting.contains(field.name) {
                sink.append(bytes, from: runStart, to: runEnd)
                runStart = field.line.end
                if !dropped.contains(field.name) { exception(field, &sink) }
            }
            runEnd = field.line.end
        }
        sink.append(bytes, from: runStart, to: runEnd)
    }
}
