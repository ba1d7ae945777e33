"""The notebooks play, bear out what they say, and are committed with the pictures they draw."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import nbformat
import pytest

from cocreation_sim.model_hash import model_hash, same_results

ROOT = Path(__file__).resolve().parents[1]
TOOL = runpy.run_path(str(ROOT / "tools" / "renew-notebooks"))
SOURCES = TOOL["SOURCES"]
RUNS = 24  # of a play that only tells whether what is said still holds
RUNS_LINE = 'RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests'


@pytest.fixture(params=SOURCES, ids=[TOOL["name_of"](source) for source in SOURCES])
def source(request):
    return request.param


def committed(source):
    """A notebook as it is committed."""
    renew = f"run .venv/bin/python tools/renew-notebooks {TOOL['name_of'](source)}"
    assert TOOL["pair_of"](source).exists(), renew
    return nbformat.read(TOOL["pair_of"](source), as_version=4), renew


def test_there_are_notebooks():
    assert len(SOURCES) >= 6
    written = {
        path for path in TOOL["FOLDER"].rglob("*.ipynb") if ".ipynb_" not in str(path.parent)
    }
    assert written <= {TOOL["pair_of"](source) for source in SOURCES}


def test_all_are_listed():
    listed = (TOOL["FOLDER"] / "README.md").read_text(encoding="utf-8")
    for source in SOURCES:
        if source.parent == TOOL["FOLDER"]:
            assert f"({source.stem}.ipynb)" in listed


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One process for all, which imports the package and loads the compiled model once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOKY_MAX_CPU_COUNT", "1")  # other tests use the other cores
        with TOOL["kernel"](tmp_path_factory.mktemp("home"), RUNS) as client:
            yield client


def test_it_plays_and_what_it_says_holds(source, tmp_path, kernel):
    assert TOOL["faults"](TOOL["play"](source, tmp_path, kernel)) == []


def test_it_begins_as_all_do(source):
    text = source.read_text(encoding="utf-8")
    assert "#     name: python3\n" in text
    cells = TOOL["cells_of"](TOOL["jupytext"].read(source))
    assert cells[0][0] == "markdown"
    assert re.match(r"# \S", cells[0][1])
    first = next(text for kind, text in cells if kind == "code").splitlines()
    assert {"import os", "import cocreation_sim as cs", RUNS_LINE} <= set(first)


def test_it_is_committed_as_it_is_written(source):
    notebook, renew = committed(source)
    assert TOOL["cells_of"](notebook) == TOOL["cells_of"](TOOL["jupytext"].read(source)), renew
    played = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in played] == list(range(1, len(played) + 1)), renew


def test_it_is_committed_as_the_model_plays_now(source):
    notebook, renew = committed(source)
    assert same_results(notebook.metadata["cocreation_sim"]["model"], model_hash()), renew


def test_it_is_committed_fit_to_be_read(source):
    notebook, _ = committed(source)
    assert TOOL["faults"](notebook) == []
    assert TOOL["pair_of"](source).stat().st_size <= TOOL["LARGEST"]


def test_rows_of_evidence_that_it_names_exist(source):
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    for row in re.findall(r"\b[A-F]\d{1,2}\b", source.read_text(encoding="utf-8")):
        assert f"| {row} |" in evidence, row


# ---------------------------------------------------------------------- what is a fault


def notebook_of(*outputs, text="", code="assert True"):
    """A small notebook with a picture and these outputs."""
    picture = nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="})
    cell = nbformat.v4.new_code_cell(code, outputs=[picture, *outputs])
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text), cell])


def printed(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def test_a_good_notebook_has_no_fault():
    good = notebook_of(printed("3 ideas"), text="It costs $5, and then $6 a week.")
    assert TOOL["faults"](good) == []


@pytest.mark.parametrize(
    ("notebook", "fault"),
    [
        (notebook_of(printed("a warning", "stderr")), "writes a warning"),
        (notebook_of(printed("written to /home/me/x")), "path of this machine"),
        (notebook_of(printed("Traceback (most recent call last)")), "error"),
        (notebook_of(nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])), "error"),
        (notebook_of(text="as $x_1$ says"), "TeX"),
        (notebook_of(text="as $$x$$ says"), "TeX"),
        (notebook_of(code="x = 1"), "asserts nothing"),
        (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("assert 1")]), "no picture"),
    ],
)
def test_faults_are_found(notebook, fault):
    found = TOOL["faults"](notebook)
    assert len(found) == 1
    assert fault in found[0]
