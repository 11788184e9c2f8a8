"""Days of a residence status that cannot be meant."""


def test_a_paper_that_expires_before_the_status_begins_is_asked_about(world, signed_in):
    page = f"/akte/{world.mariams_case.pk}/aufenthalt/"
    answer = signed_in("jana").post(
        page, {"status": "S11", "since": "1.10.2026", "valid_until": "1.1.2020", "origin": "client"}
    )
    assert "Das Papier wäre abgelaufen, bevor es gilt. Bitte prüfen Sie beide Tage." in answer.content.decode()
    assert "1.1.2020" in answer.content.decode()
