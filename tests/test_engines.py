"""Two engines behind one door: which plays, swapped rules, and kernels kept from run to run."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import cocreation_sim as cs
from cocreation_sim import model_hash, quantiles, randomness
from cocreation_sim.compiled import build, layout, linking, memory
from cocreation_sim.compiled.kernel import run
from cocreation_sim.errors import InputError
from cocreation_sim.mesa_model import Customer
from cocreation_sim.rulebook import rule_modules, rulebook
from cocreation_sim.rules import events, exhaustion, numbers
from tests.scenarios import one_line, rivals

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


def elsewhere(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another process, in which nothing is compiled or loaded yet."""
    paths = os.pathsep.join([str(Path(cs.__file__).parents[1]), str(Path(__file__).parents[1])])
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
    )


SWAPPED_FIRST = """
import cocreation_sim as cs
from cocreation_sim.statistics.docking import first_difference
from tests.test_engines import SWAPS
from tests.scenarios import idea_box, studio
box = idea_box({"campaign.selection.announce": True})
for scenario in (box, studio()):
    told = []
    for swaps in (SWAPS, None, SWAPS, None):
        compiled, agents = (
            cs.simulate(scenario, 2, engine=engine, rules=swaps) for engine in ("compiled", "mesa")
        )
        assert first_difference(agents.tables, compiled.tables) == ""
        told.append(compiled.tables)
    swapped, plain, *again = told
    assert first_difference(swapped, plain) != ""
    assert first_difference(swapped, again[0]) == first_difference(plain, again[1]) == ""
one = cs.sweep(box, {}, 2, rules=SWAPS, progress=False, seed=2).runs
assert one.submissions[0] == cs.simulate(box, 2, rules=SWAPS).outcome.submissions
print("the same")
"""


def test_swapped_rules_are_played_by_both_engines_and_do_not_leak_into_the_kernel_that_is_kept():
    """In a process that compiles them before it loads the kernel of the rules as they are."""
    cs.simulate("workshop")  # kept at the latest now
    done = elsewhere(SWAPPED_FIRST)
    assert done.stdout == "the same\n", done.stderr[-2000:]
    assert done.stderr.count("Compiling") == 1


NOTEBOOK = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
import cocreation_sim as cs
from cocreation_sim.mesa_model import Customer
from cocreation_sim.rules.events import NOTHING

def no_crowding(money, explained_share, p):
    return 0.0

class Idle(Customer):
    def choose(self, time, node, engaging):
        relation, _ = super().choose(time, node, engaging)
        return relation, NOTHING

def swept(**how):
    levers = {"campaign.reward.prize": [0, 500]}
    fixed = {"campaign.outreach.spend": 12.0}
    return cs.sweep("ordinary", levers, 2, fixed=fixed, progress=False, **how).runs

rules = {"motive.crowding": no_crowding}
assert swept(customer_class=Idle, workers=2).submissions.sum() == 0
if __name__ == "__main__":
    wanted = swept(rules=rules, workers=1, engine="mesa")  # only the other process compiles them
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert swept(rules=rules, executor=pool).equals(wanted)
    assert not swept(workers=1).equals(wanted)
    print("the same")
"""


def test_rules_and_agents_of_a_notebook_are_played_in_other_processes():
    done = elsewhere(NOTEBOOK)
    assert done.stdout == "the same\n", done.stderr[-2000:]


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
        Path, "read_text", lambda path, *o, **k: read(path, *o, **k) + added * (path == place)
    )


def test_the_name_of_a_kernel_knows_every_source_and_flag(monkeypatch):
    # Each name reads all sources; a text that was read before need not be read again.
    monkeypatch.setattr(model_hash, "essence", functools.cache(model_hash.essence))
    names = {build.key()}
    made_from = [*build.sources().values(), randomness, quantiles, layout, memory, linking]
    made_from += [events, numbers]
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


# The kernel as the package asks for it, keeps it and takes it up, but one that compiles at once.
ANY_KERNEL = """
from cocreation_sim.compiled import engine
from cocreation_sim.compiled.kernel import run
from tests.scenarios import idea_box
run.work = lambda state, phase, lane, lanes, more: phase + lane + state.world[0].people
packed = engine.pack(idea_box())
state = engine.make_state(packed, engine.first_room(packed))
print(engine.default_kernel()(state, 1, 2, 0, 0) - packed.world[0]["people"])
"""


def any_kernel(cache: Path) -> str:
    """Use a kernel in another process that keeps it in a folder: what that says of it."""
    done = elsewhere(ANY_KERNEL, COCREATION_CACHE=str(cache))
    assert done.stdout == "3\n", done.stderr[-2000:]
    return done.stderr


def copy_kernels(cache: Path) -> list[Path]:
    """The kernels of the rules as they are, kept in another cache."""
    kernels = build.place("kernels")
    assert kernels
    (cache / "kernels").mkdir(parents=True)
    return [
        shutil.copy(kept, cache / "kernels" / kept.name)
        for kept in kernels.glob(f"{build.key()}-*")
    ]


def test_a_damaged_kernel_is_compiled_again(tmp_path):
    assert "for this machine, once" in any_kernel(tmp_path)
    assert any_kernel(tmp_path) == ""
    for kept in (tmp_path / "kernels").iterdir():
        kept.write_bytes(kept.read_bytes()[:1000])
    said = any_kernel(tmp_path)
    assert said.count("\n") == 1
    assert "damaged" in said
    assert any_kernel(tmp_path) == ""


def test_without_a_folder_to_keep_it_a_kernel_is_not_kept_anywhere(tmp_path):
    (tmp_path / "file").touch()
    assert "for this session, since" in any_kernel(tmp_path / "file" / "cache")
    assert not [*Path(cs.__file__).parent.rglob("*.nb?")]  # it would not know edited rules


def test_a_rule_that_cannot_be_compiled_is_told_in_one_sentence(monkeypatch):
    """In a kernel of nothing else, since Numba tells what is wrong when it has seen all of one."""

    def perform(s, task, a, b, c):
        return exhaustion.faded(1.0, 2.0, 3.0)

    def wanting(level, since, life):
        return level.nonsense

    perform.__module__ = run.__name__
    monkeypatch.setattr(run, "perform", perform)
    told = "'exhaustion.faded' cannot be compiled: .*nonsense"
    with pytest.raises(InputError, match=told) as no:
        cs.simulate("workshop", rules={"exhaustion.faded": wanting})
    one_line(no)


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
    done = elsewhere("import cocreation_sim as cs; cs.simulate('workshop')")
    assert (done.returncode, done.stderr) == (0, "")
