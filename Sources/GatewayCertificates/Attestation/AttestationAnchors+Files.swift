extension AttestationAnchors {
    /// Reads PEM or DER files, each with one root or several.
    public static func load(_ files: [String]) throws(FileProblem) -> AttestationAnchors {
        var roots: [[UInt8]] = []
        for file in files {
            let found = try EncodedObjects(.certificate, in: FileContents(reading: file)).objects
            do throws(Problem) {
                _ = try AttestationAnchors(found)
            } catch {
                throw FileProblem(file, error.description)
            }
            roots += found
        }
        do throws(Problem) {
            return try AttestationAnchors(roots)
        } catch {
            throw FileProblem(files.joined(separator: ", "), error.description)
        }
    }
}
