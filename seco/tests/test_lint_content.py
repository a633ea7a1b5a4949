import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_seed_has_no_errors(capsys, language):
    call_command("lint_content", "--errors-only", lang=language)

    assert capsys.readouterr().out.startswith("No errors")
