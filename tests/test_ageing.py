"""The page on how communities age is what the lives that are kept say."""

from pathlib import Path

from experiments.life import telling

KEPT = Path(telling.__file__).parent


def test_the_page_is_that_of_the_lives_that_are_kept(tmp_path):
    telling.write_found(KEPT, tmp_path)
    assert (tmp_path / "found.md").read_text("utf-8") == (KEPT / "found.md").read_text("utf-8")


def test_both_mechanisms_hold_more_figures_than_steady_arrivals():
    fits, lives = (telling.pd.read_csv(KEPT / f"{name}.csv") for name in ("fits", "lives"))
    inside = telling.held(fits, lives)[["steady_inside", "both_inside"]].sum()
    assert inside["both_inside"] > inside["steady_inside"]
