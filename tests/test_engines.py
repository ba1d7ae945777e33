"""Two engines behind one door: which plays, swapped rules, and kernels kept from run to run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import cocreation_sim as cs
from cocreation_sim import quantiles, randomness
from cocreation_sim.cache import place
from cocreation_sim.compiled import build, layout, memory
from cocreation_sim.errors import InputError
from cocreation_sim.mesa_model import Customer
from cocreation_sim.rulebook import rule_modules, rulebook
from cocreation_sim.rules import events, numbers
from cocreation_sim.statistics.docking import first_difference
from tests.scenarios import idea_box, one_line, rivals, studio

# ---------------------------------------------------------------------- which engine


class Silent(Customer):
    def choose(self, time, node, engaging):
        return engaging[0], 0


def test_the_compiled_engine_plays_unless_agents_are_special(monkeypatch):
    played = []

    class Player:
        def __init__(self, **options):
            played.append(options)

        def play(self, scenario, seed, replication):
            return None

    monkeypatch.setattr("cocreation_sim.compiled.engine.Player", Player)
    cs.simulate("workshop")
    assert played == [{"rules": None}]
    assert cs.simulate("workshop", customer_class=Silent).outcome.submissions == 0
    assert len(played) == 1


def test_an_engine_that_does_not_exist_is_named():
    with pytest.raises(InputError, match="'compild'; allowed is one of compiled, mesa; did you"):
        cs.simulate("workshop", engine="compild")
    with pytest.raises(InputError, match="'mesa' only"):
        cs.simulate("workshop", engine="compiled", customer_class=Silent)
    with pytest.raises(InputError, match="'mesa' only"):
        cs.sweep("workshop", {}, 1, engine="compiled", customer_class=Silent)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_a_sweep_is_the_same_by_either_engine_and_any_number_of_threads(workers):
    def swept(engine, workers):
        levers = {"campaigns.acme.reward.prize": [0.0, 500.0]}
        return cs.sweep(rivals(), levers, 4, engine=engine, workers=workers, progress=False).runs

    assert_frame_equal(swept("compiled", workers), swept("mesa", 1), check_exact=True)


# ---------------------------------------------------------------------- swapped rules


def money_as_it_is(weight, odds, prize, pay, p):
    """Money pulls in proportion, however much it is."""
    return weight * (odds * prize + pay) / p.money_scale


def trust_is_lost_for_good(step, crowd_weight, p):
    """A rule that another rule calls."""
    return min(1.0, 4.0 * step)


SWAPS = {"motive.money_pull": money_as_it_is, "trust.blame": trust_is_lost_for_good}


def test_swapped_rules_are_played_by_both_engines():
    scenarios = (idea_box({"campaign.selection.announce": True}), studio())
    for scenario in scenarios:
        agents, compiled = (
            cs.simulate(scenario, 2, engine=engine, rules=SWAPS) for engine in ("mesa", "compiled")
        )
        assert first_difference(agents.tables, compiled.tables) == ""
        assert first_difference(cs.simulate(scenario, 2).tables, compiled.tables) != ""
    one = cs.sweep(scenarios[0], {}, 2, rules=SWAPS, progress=False, seed=2).runs
    assert one.submissions[0] == cs.simulate(scenarios[0], 2, rules=SWAPS).outcome.submissions


def test_swapping_leaves_the_rules_themselves_alone():
    book = rulebook(SWAPS)
    assert book.trust.blame is trust_is_lost_for_good
    assert book.learning.trust_rules is book.trust  # rules call each other's stand-ins
    assert rulebook().trust.blame is rule_modules()["trust"].blame
    assert rule_modules()["learning"].trust_rules is rule_modules()["trust"]


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
@pytest.mark.parametrize(
    ("swaps", "told"),
    [
        ({"motive.crowdin": money_as_it_is}, "no rule 'motive.crowdin'; did you mean 'motive.cro"),
        ({"crowding": money_as_it_is}, "no rule 'crowding'; did you mean 'motive.crowding'"),
        ({"motive.crowding": 0.5}, "which is no function"),
        ({"motive.crowding": money_as_it_is}, "takes 3 arguments .money, explained_share, p."),
    ],
)
def test_swaps_that_cannot_be_are_told_in_one_sentence(engine, swaps, told):
    with pytest.raises(InputError, match=told) as caught:
        cs.simulate("workshop", engine=engine, rules=swaps)
    one_line(caught)
    with pytest.raises(InputError, match=told):
        cs.sweep("workshop", {}, 1, engine=engine, rules=swaps)


# ---------------------------------------------------------------------- kernels that are kept


def edited(monkeypatch, module, added):
    """Let a module's source be read with something added."""
    read = Path.read_text
    place = Path(module.__file__)
    monkeypatch.setattr(
        Path, "read_text", lambda path, **o: read(path, **o) + (added if path == place else "")
    )


def test_the_name_of_a_kernel_knows_every_source_and_flag(monkeypatch):
    names = {build.key()}
    made_from = [*build.sources().values(), randomness, quantiles, layout, memory, events, numbers]
    for module in made_from:
        for added, changes in (("\n# a comment\n", False), ("\nADDED = 1\n", True)):
            with monkeypatch.context() as patched:
                edited(patched, module, added)
                known = len(names)
                names.add(build.key())
                assert len(names) == known + changes, (module.__name__, added)
    with monkeypatch.context() as patched:
        patched.setattr(build, "OPTIMISE", 3)
        names.add(build.key())
    with monkeypatch.context() as patched:
        patched.setitem(build.FLAGS, "fastmath", True)
        names.add(build.key())
    assert len(names) == 1 + len(made_from) + 2
    assert build.key() in names


def test_the_name_of_a_kernel_knows_how_memory_lies(monkeypatch):
    before = build.key()
    longer = layout.record(*((name, layout.f8) for name in (*layout.VOTE.names, "added")))
    monkeypatch.setitem(layout.ARRAYS, "votes", (longer, 1))
    assert build.key() != before


def play_a_workshop(cache: Path) -> subprocess.CompletedProcess[str]:
    """Play in another process whose kernels are kept in a folder."""
    code = "import cocreation_sim as cs; print(cs.simulate('workshop').outcome.submissions)"
    paths = {"PYTHONPATH": str(Path(cs.__file__).parents[1]), "COCREATION_CACHE": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **paths}, capture_output=True, text=True
    )


def copy_kernels(cache: Path) -> list[Path]:
    """The kernels of the rules as they are, kept in another cache."""
    kernels = place("kernels")
    assert kernels
    (cache / "kernels").mkdir(parents=True)
    return [
        shutil.copy(kept, cache / "kernels" / kept.name)
        for kept in kernels.glob(f"{build.key()}-*")
    ]


def test_a_damaged_kernel_is_compiled_again(tmp_path):
    told = cs.simulate("workshop").outcome.submissions  # the kernel is kept at the latest now
    for kept in copy_kernels(tmp_path):
        kept.write_bytes(kept.read_bytes()[:1000])
    done = play_a_workshop(tmp_path)
    assert int(done.stdout) == told
    assert done.stderr.count("\n") == 1
    assert "damaged" in done.stderr
    assert play_a_workshop(tmp_path).stderr == ""


def test_without_a_folder_to_keep_it_a_kernel_is_not_kept_anywhere(tmp_path):
    (tmp_path / "file").touch()
    done = play_a_workshop(tmp_path / "file" / "cache")
    assert int(done.stdout) == cs.simulate("workshop").outcome.submissions
    assert "for this session, since" in done.stderr
    assert not [*Path(cs.__file__).parent.rglob("*.nb?")]  # it would not know edited rules


def test_a_rule_that_cannot_be_compiled_is_told_in_one_sentence():
    def wanting(money, explained_share, p):
        return money.nonsense

    with pytest.raises(InputError, match=r"'motive.crowding' cannot be compiled: .*nonsense") as no:
        cs.simulate("workshop", rules={"motive.crowding": wanting})
    one_line(no)


SWAPPED_FIRST = """
import cocreation_sim as cs
def none(money, explained_share, p):
    return 0.0
scenario = cs.load("ordinary").vary({"campaign.reward.prize": 500.0})
rules = {"motive.crowding": none}
for swaps in (rules, None, rules, None):
    compiled, agents = (
        cs.simulate(scenario, 1, engine=engine, rules=swaps) for engine in ("compiled", "mesa")
    )
    print(compiled.outcome.submissions, agents.outcome.submissions)
"""


def test_swapped_rules_do_not_leak_into_the_kernel_that_is_kept(tmp_path):
    cs.simulate("workshop")  # kept at the latest now
    done = subprocess.run(
        [sys.executable, "-c", SWAPPED_FIRST],
        env={**os.environ, "PYTHONPATH": str(Path(cs.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    swapped, plain, *again = [line.split() for line in done.stdout.splitlines()]
    assert swapped[0] == swapped[1]
    assert plain[0] == plain[1]
    assert swapped != plain
    assert again == [swapped, plain]
    assert done.stderr.count("Compiling") == 1


PLAY = """
import cocreation_sim as cs
from cocreation_sim.statistics.docking import first_difference
agents, compiled = (cs.simulate("ordinary", 3, engine=e) for e in ("mesa", "compiled"))
assert first_difference(agents.tables, compiled.tables) == ""
print(compiled.outcome.submissions)
"""


def test_an_edited_rule_never_meets_an_old_kernel(tmp_path):
    """The cache folder holds the kernel of the rules as they are; then one is edited."""
    before = cs.simulate("ordinary", 3).outcome.submissions
    source = Path(cs.__file__).parent
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, tmp_path / "cocreation_sim", ignore=skip)
    rule = tmp_path / "cocreation_sim" / "rules" / "choice.py"
    text = rule.read_text()
    edited = text.replace("        + motive\n", "        + 2.0 * motive\n")
    assert edited != text
    rule.write_text(edited)
    cache = tmp_path / "cache"
    assert copy_kernels(cache)
    done = subprocess.run(
        [sys.executable, "-c", PLAY],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COCREATION_CACHE": str(cache)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Compiling the model" in done.stderr
    assert int(done.stdout) > before


def test_a_kernel_that_is_kept_is_not_compiled_again():
    cs.simulate("workshop")  # kept at the latest now
    done = subprocess.run(
        [sys.executable, "-c", "import cocreation_sim as cs; cs.simulate('workshop')"],
        env={**os.environ, "PYTHONPATH": str(Path(cs.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
