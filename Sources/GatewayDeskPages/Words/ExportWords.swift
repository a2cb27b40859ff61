import GatewayAudit

/// What a file of records does not hold, and why.
enum ExportWords {
    static let deleted = Words("삭제된 기록", "Records that were deleted")
    static let stretch = Words("기록 번호", "Numbers")
    static let count = Words("건수", "Records")
    static let deletedNote = Words(
        "보존 기간이 끝나 삭제된 기록은 파일에 담기지 않습니다. 파일에는 내보낸 구간에서 삭제된 곳이 표시되며, 그중에 찾는 기록이 있었는지는 알 수 없습니다.",
        "They were deleted when their time was over, and no file holds them. The file says where such a stretch lies in what was exported; whether anything you look for was in it, nobody can tell."
    )

    static let unreadable = Words("기록으로 읽을 수 없는 줄", "a line that cannot be read as a record")

    static func gone(_ stretch: DeletedStretch) -> Words {
        Words(
            "보존 기간이 끝나 삭제됨: 기록 \(stretch.first)–\(stretch.last)(\(stretch.count)건)",
            "deleted when their time was over: records \(stretch.first)–\(stretch.last) (\(stretch.count))")
    }

    static func end(_ end: ExtractEnd) -> Words {
        Words(
            "기록 \(end.first)–\(end.last)에서: 담은 기록 \(end.records)건, 조건에 맞지 않아 뺀 기록 \(end.omitted)건, 삭제된 기록 \(end.deleted)건. 뺀 기록까지 증명하려면 'gwanmun audit export'를 사용하세요.",
            "of records \(end.first)–\(end.last): \(end.records) are here, \(end.omitted) were not asked for, \(end.deleted) were deleted. 'gwanmun audit export' proves also what was left out."
        )
    }
}
