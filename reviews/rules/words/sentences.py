"""The sentences of an explanation, in Vietnamese and in English. `words.py` picks one and fills it."""

SENTENCES: dict[str, tuple[str, str]] = {
    "quorum.met": (
        "Có mặt {present}/{members} thành viên, cần ít nhất {needed}: đủ.",
        "{present} of {members} members present, at least {needed} needed: met.",
    ),
    "quorum.few": (
        "Có mặt {present}/{members} thành viên, cần ít nhất {needed}: không đủ.",
        "{present} of {members} members present, at least {needed} needed: not met.",
    ),
    "quorum.roles": (
        "Có mặt {present}/{members} thành viên nhưng thiếu {missing}: không đủ thành phần.",
        "{present} of {members} members present, but without the {missing}: not met.",
    ),
    "council_size": (
        "Hội đồng có {size} thành viên; quy định {sizes}: {verdict}.",
        "The council has {size} members; the rule is {sizes}: {verdict}.",
    ),
    "council_role": (
        "Có {count} {role}; cần ít nhất {least}: {verdict}.",
        "{role}: {count}; at least {least} needed: {verdict}.",
    ),
    "sheet_invalid": ("Phiếu của “{seat}” không hợp lệ: {faults}.", "The sheet of “{seat}” is invalid: {faults}."),
    "sheets": (
        "Nhận {given} phiếu chấm, {counted} phiếu hợp lệ.",
        "Sheets given: {given}; counted: {counted}.",
    ),
    "sheets.none": (
        "Nhận {given} phiếu chấm, không phiếu nào hợp lệ: chưa thể kết luận.",
        "Sheets given: {given}; none of them counts, so nothing can be concluded.",
    ),
    "sheets_unused": (
        "Bộ tiêu chí này không chấm điểm: {given} phiếu chấm không được dùng.",
        "This scheme uses no sheets: those given ({given}) were not used.",
    ),
    "outliers.none": (
        "Không phiếu nào lệch {distance} điểm so với trung bình {shown}.",
        "No sheet lies {distance} points away from the mean of {shown}.",
    ),
    "outliers": (
        "Phiếu của {seats} lệch {distance} điểm so với trung bình {shown} nên không được tính; còn {counted} phiếu.",
        "The sheets of {seats} lie {distance} points away from the mean of {shown} and are left out; {counted} remain.",
    ),
    "reasons.none": (
        "{sheets} phiếu đều trả lời “có” ở mọi điều kiện.",
        "Every sheet ({sheets}) answers every question with yes.",
    ),
    "reasons": (
        "{dissent}/{sheets} phiếu trả lời “không” ở ít nhất một điều kiện: đó là ý kiến không đồng ý có nêu lý do.",
        "{dissent} of {sheets} sheets answer a question with no: a no with its reason.",
    ),
    "criterion": ("{title}: {method} là {shown} điểm.", "{title}: {method} is {shown} points."),
    "minimum.met": (
        "{title}: {shown} điểm, tối thiểu {minimum}: đạt.",
        "{title}: {shown} points, at least {minimum}: met.",
    ),
    "minimum.missed": (
        "{title}: {shown} điểm, thấp hơn mức tối thiểu {minimum}: không đạt.",
        "{title}: {shown} points, below the minimum of {minimum}: not met.",
    ),
    "knock_out.met": (
        "{title}: {shown} điểm, mức loại trực tiếp dưới {minimum}: đạt.",
        "{title}: {shown} points, knocked out below {minimum}: met.",
    ),
    "knock_out.missed": (
        "{title}: {shown} điểm, dưới {minimum}: bị loại trực tiếp.",
        "{title}: {shown} points, below {minimum}: knocked out.",
    ),
    "zeros.met": (
        "Không tiêu chí nào bị {share} số phiếu ({counted} phiếu) cho 0 điểm.",
        "No criterion was given 0 on {share} of the {counted} counted sheets.",
    ),
    "zeros.missed": (
        "{over} bị {share} số phiếu ({counted} phiếu) cho 0 điểm: không đạt.",
        "{over} was given 0 on {share} of the {counted} counted sheets: not met.",
    ),
    "community": (
        "Bình chọn của cộng đồng: {votes}/{highest} phiếu bầu cao nhất, được {points} trên {maximum} điểm.",
        "Community: {votes} votes, the highest being {highest}, give {points} of {maximum} points.",
    ),
    "community.none": (
        "Chưa có số phiếu bình chọn của cộng đồng: tính 0 trên {maximum} điểm.",
        "No community votes were given: 0 of {maximum} points.",
    ),
    "total": ("Tổng điểm: {shown} trên {highest}.", "Total: {shown} of {highest} points."),
    "chair_sheet": ("Điểm của chủ tịch hội đồng: {points}.", "The chair's sheet: {points} points."),
    "chair_sheet.none": ("Không có phiếu hợp lệ của chủ tịch hội đồng.", "There is no counted sheet of the chair."),
    "flag.met": ("{title}: {value}, không {limit}.", "{title}: {value}, not {limit}."),
    "flag.unknown": (
        "{title}: không có số liệu, không ảnh hưởng đến kết quả.",
        "{title}: no figure given, so nothing follows.",
    ),
    "flag.over": (
        "{title}: {value}, {limit}: không đạt, dù điểm thế nào.",
        "{title}: {value}, {limit}: not passed, whatever the points.",
    ),
    "pass_mark.met": ("Tổng điểm {shown}, cần {mark}: đạt.", "A total of {shown}, {mark} needed: met."),
    "pass_mark.missed": ("Tổng điểm {shown}, cần {mark}: không đạt.", "A total of {shown}, {mark} needed: not met."),
    "grade": ("Tổng điểm {shown} ({range}): {title}.", "A total of {shown} ({range}): {title}."),
    "grade.floors": (
        "Tổng điểm {shown} ({range}), đủ điểm ở {floors}: {title}.",
        "A total of {shown} ({range}), with enough in {floors}: {title}.",
    ),
    "grade.none": ("Tổng điểm {shown}: không thuộc xếp loại nào.", "A total of {shown} falls into no grade."),
    "grade_clash": (
        "Tổng điểm {shown} thuộc {title} nhưng {missed}: không tự hạ loại, hội đồng phải quyết định.",
        "A total of {shown} lies in {title}, but {missed}: it is not lowered by itself, the council has to decide.",
    ),
    "all_met": ("Mọi điều kiện đều đáp ứng: đạt.", "Every condition is met: passed."),
    "member_grades": (
        "Theo {sheets} phiếu đánh giá: {votes}.",
        "Sheets of members present: {sheets}. They come to: {votes}.",
    ),
    "ballots_agree.met": ("Phiếu bầu phù hợp với phiếu đánh giá.", "The ballots agree with the sheets."),
    "ballots_agree.missed": (
        "Có phiếu bầu trái với xếp loại tính từ phiếu đánh giá: kết quả bỏ phiếu không hợp lệ.",
        "Ballots contradict the grades that the sheets come to: the vote is invalid.",
    ),
    "open_votes": (
        "Không bỏ phiếu riêng: {sheets} phiếu đánh giá của thành viên có mặt là ý kiến biểu quyết công khai.",
        "No ballots were cast: the sheets of members present ({sheets}) are their open votes.",
    ),
    "ballot": (
        "Bỏ phiếu: {votes}. Cần ít nhất {needed} phiếu {choice} ({share} của {base} {of}): {verdict}.",
        "Ballot: {votes}. At least {needed} of {choice} needed ({share} of {base} {of}): {verdict}.",
    ),
    "ballot_grade": (
        "Bỏ phiếu: {votes} ({base} {of}). {why}: {what} {grade}.",
        "Ballot: {votes} ({base} {of}). {why}: {what} {grade}.",
    ),
    "ballot_recorded": (
        "Bỏ phiếu: {votes}; được ghi lại, không quyết định kết quả.",
        "Ballot: {votes}; recorded, not decisive.",
    ),
    "ballots_unused": (
        "Bộ tiêu chí này không bỏ phiếu: {cast} phiếu không được dùng.",
        "This scheme knows no ballot: those given ({cast}) were not used.",
    ),
    "tie": ("Số phiếu ngang nhau: {outcome}.", "The votes are equal: {outcome}."),
    "undefined.too_few_sheets": (
        "Còn {counted} phiếu được tính, cần ít nhất {fewest}, nên quy tắc không cho kết quả: {outcome}.",
        "{counted} sheets are left, at least {fewest} needed, so the rule gives no result: {outcome}.",
    ),
    "undefined.no_valid_ballot": (
        "Không có phiếu bầu hợp lệ nào: {outcome}.",
        "There is no valid ballot: {outcome}.",
    ),
    "ranking": ("Xếp hạng theo tổng điểm: {places}. {verdict}", "Ranked by total: {places}. {verdict}"),
    "conclusion": ("Kết luận: {outcome}.", "Conclusion: {outcome}."),
    "conclusion.grade": ("Kết luận: {outcome} – {grade}.", "Conclusion: {outcome} – {grade}."),
}
