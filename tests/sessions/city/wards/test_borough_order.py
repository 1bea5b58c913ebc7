from sessions.city.wards.borough_order import borough_order


def test_boroughs_stand_in_the_order_of_their_numbers():
    codes = ["XVI", "X", "V", "IX", "XV", "II", "IV", "XIV", "I", "VIII", "XI", "XII"]
    assert sorted(codes, key=borough_order) == [
        "I", "II", "IV", "V", "VIII", "IX", "X", "XI", "XII", "XIV", "XV", "XVI",
    ]  # fmt: skip


def test_other_numbers_are_read_too_and_names_come_last():
    assert sorted(["North", "12", "IIII", "2", "", "East"], key=borough_order) == [
        "2",
        "12",
        "",
        "East",
        "IIII",
        "North",
    ]
