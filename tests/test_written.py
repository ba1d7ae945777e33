"""Numbers as people write them, wherever they are typed."""

import pytest

from cocreation_sim import InputError
from cocreation_sim.cli.given import amount
from cocreation_sim.dashboard.setup import number_of
from cocreation_sim.recommending.goals import limit

READERS = {
    "a budget": lambda text: amount(text, "--budget"),
    "a limit": lambda text: limit(f"cost<={text}").bound,
    "a field of the dashboard": lambda text: number_of(text, whole=False),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("text", "number"),
    [("2500", 2500), ("12,500", 12_500), ("1,234,567.5", 1_234_567.5), ("12 500", 12_500)],
)
def test_thousands_may_be_grouped(reader, text, number):
    assert READERS[reader](text) == number


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", ["2,5", "1,2345", "1,234,5", "12,50.3", "much"])
def test_a_comma_that_may_mean_decimals_is_refused(reader, text):
    with pytest.raises(InputError, match="allowed is"):
        READERS[reader](text)
