"""A volunteer's home: who stands behind them."""


def test_a_volunteer_finds_who_supports_them_and_whom_to_tell(cast, client_as):
    page = client_as(cast.volunteer).get("/volunteer/").content.decode()
    assert "Age Well" in page
    assert "Sol Safeguard" in page
    assert "tel:999" in page
