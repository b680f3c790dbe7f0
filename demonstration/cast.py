"""Who plays in the demonstration. All names are invented; one password serves all, on this machine only."""

from dataclasses import dataclass

from organisation.models import Role

PASSWORD = "Sangkien@2026"


@dataclass(frozen=True, slots=True)
class Player:
    """One account: what it stands for, and the roles it holds as (unit code, role)."""

    stands_for: str
    username: str
    full_name: str
    job_title: str
    roles: tuple[tuple[str, Role], ...]
    qualification: str = "Thạc sĩ"


DEPARTMENT, CITY = "SKHCN", "UBND"

CAST = (
    Player("author", "tacgia", "Nguyễn Minh Anh", "Chuyên viên", ((DEPARTMENT, Role.MEMBER),), "Kỹ sư"),
    Player("co-author", "dongtacgia", "Trần Quốc Bảo", "Chuyên viên", ((DEPARTMENT, Role.MEMBER),), "Cử nhân"),
    Player("officer", "canbo", "Lê Hồng Cúc", "Chuyên viên Văn phòng Sở", ((DEPARTMENT, Role.OFFICER),)),
    Player("secretary", "thuky", "Phạm Gia Định", "Chánh Văn phòng Sở", ((DEPARTMENT, Role.SECRETARY),)),
    Player("chair", "chutich", "Võ Thành Đạt", "Phó Giám đốc Sở", ((DEPARTMENT, Role.MEMBER),), "Tiến sĩ"),
    Player("deputy", "phochutich", "Đặng Thu Giang", "Trưởng phòng", ((DEPARTMENT, Role.MEMBER),), "Tiến sĩ"),
    Player("reviewer", "phanbien", "Hồ Viết Hải", "Trưởng phòng", ((DEPARTMENT, Role.MEMBER),), "Tiến sĩ"),
    Player("member", "uyvien", "Bùi Lan Hương", "Phó Trưởng phòng", ((DEPARTMENT, Role.MEMBER),)),
    Player("registrar", "coquan", "Ngô Thanh Khiết", "Chuyên viên chính", ((DEPARTMENT, Role.REGISTRAR),)),
    Player(
        "city-officer", "canbotp", "Dương Mỹ Linh", "Chuyên viên Văn phòng UBND",
        ((CITY, Role.OFFICER), (CITY, Role.SECRETARY)),
    ),
    Player("city-registrar", "coquantp", "Lý Hoàng Nam", "Trưởng phòng", ((CITY, Role.REGISTRAR),)),
    Player("leader", "lanhdao", "Mai Xuân Phúc", "Phó Chủ tịch", ((CITY, Role.LEADER),), "Tiến sĩ"),
    Player("administrator", "quantri", "Tạ Bích Quyên", "Chuyên viên", ((CITY, Role.ADMINISTRATOR),)),
    # The city's council: nobody of the department whose people file, since one's own unit ties (law 3).
    Player("city-chair", "chutichtp", "Phan Quang Sơn", "Phó Chủ tịch", ((CITY, Role.MEMBER),), "Tiến sĩ"),
    Player("city-deputy", "phochutichtp", "Huỳnh Ngọc Tâm", "Giám đốc Sở", (("SGDDT", Role.MEMBER),), "Tiến sĩ"),
    Player("city-secretary", "thukytp", "Trịnh Mai Uyên", "Chuyên viên chính", ((CITY, Role.MEMBER),)),
    Player("city-reviewer", "phanbientp", "Cao Đức Vinh", "Phó Giám đốc Sở", (("SYT", Role.MEMBER),), "Tiến sĩ"),
    Player("city-member", "uyvientp", "Lâm Thị Yến", "Trưởng phòng", (("STC", Role.MEMBER),)),
)  # fmt: skip
