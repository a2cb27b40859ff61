/// What stands around every page.
enum FrameWords {
    static let desk = Words("관리", "Administration")
    static let menu = Words("관리 메뉴", "Administration menu")
    static let skip = Words("본문으로 건너뛰기", "Skip to content")
    static let signOut = Words("로그아웃", "Sign out")
    static let contact = Words("문의", "Contact")
    static let reference = Words("문의번호", "Reference")
    static let readsAlone = Words("조회만 할 수 있습니다.", "You can read here, and change nothing.")
    static let banner = Words(
        "인가된 사용자만 접속할 수 있습니다. 모든 접속은 기록되며, 무단 접속은 관련 법령에 따라 처벌받을 수 있습니다.",
        "Authorised users only. All access is recorded; unauthorised access may be punished by law.")
    static let account = Words("내 페이지", "My page")

    static let overview = Words("접속 현황", "Access overview")
    static let consoles = Words("서비스 콘솔", "Consoles")
    static let policies = Words("접근정책 관리", "Access policies")
    static let people = Words("사용자 및 권한 관리", "Users and rights")
    static let requests = Words("신청 처리", "Requests")
    static let approvals = Words("승인", "Approvals")
    static let sessions = Words("세션", "Sessions")
    static let locks = Words("긴급 잠금", "Emergency locks")
    static let grants = Words("외국기업 등 접근권한 관리", "Foreign-partner access")
    static let partners = Words("외국기업 등 관리", "Partner organisations")
    static let resets = Words("인증 수단 초기화", "Factor resets")
    static let special = Words("특수 목적 계정 목록", "Special-purpose accounts")
    static let services = Words("서비스 계정", "Service accounts")
    static let reviews = Words("접근권한 정기 점검", "Periodic rights review")
    static let tokens = Words("하드웨어 토큰", "Hardware tokens")
    static let records = Words("접속기록 조회", "Access records")

    static let search = Words("검색", "Search")
    static let all = Words("전체", "All")
    static let newer = Words("이전 쪽", "Previous page")
    static let older = Words("다음 쪽", "Next page")
    static let goOn = Words("이어서 찾기", "Go on from here")
    static let details = Words("자세히", "Details")
    static let none = Words("없음", "None")
    static let never = Words("기록 없음", "Never")
    static let yes = Words("예", "Yes")
    static let no = Words("아니요", "No")
    static let back = Words("뒤로", "Back")
    static let cancel = Words("취소", "Cancel")
    static let separately = Words("쉼표나 공백으로 구분합니다.", "Separated by commas or spaces.")
    static let koreanTime = Words("한국 표준시(KST) 기준입니다.", "Korea Standard Time (KST).")

    static func count(_ n: Int) -> Words { Words("\(n)건", "\(n)") }
    static func shown(_ first: Int, _ last: Int, of all: Int) -> Words {
        Words("\(all)건 중 \(first)~\(last)", "\(first) to \(last) of \(all)")
    }
}
