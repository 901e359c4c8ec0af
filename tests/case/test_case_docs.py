"""The page on the case folder knows every field, and what it shows is true."""

import re
import shutil
from pathlib import Path

import pytest
from pydantic import BaseModel

import tracktwo.case as tc
from tracktwo.case import schema
from tracktwo.case.document import parse
from tracktwo.case.positions import OPTIONAL, REQUIRED

PAGE = (Path(__file__).parents[2] / "docs" / "case-folder.md").read_text("utf-8")
WORDS = set(re.findall(r"[a-z_]+", PAGE))
MODELS = {
    model
    for model in vars(schema).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.model_fields
}
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    "model", sorted(MODELS, key=lambda m: m.__name__), ids=lambda m: m.__name__
)
def test_every_field_is_described(model):
    fields = {field.alias or name for name, field in model.model_fields.items()}
    if model is schema.Quantity:
        fields = (fields - {"low", "mode", "high"}) | {"value", "range"}
    assert fields - WORDS == set()


def test_every_column_is_described():
    assert set(REQUIRED) | set(OPTIONAL) <= WORDS


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if kind == "yaml"])
def test_every_example_has_only_fields_of_the_format(block):
    if block.startswith("capability"):
        return  # three ways to write one number
    root, problems = parse(block, "page")
    assert problems == []
    parts = root.plain()
    base = (tc.shipped_case("two-valleys") / "case.yaml").read_text("utf-8")
    whole = parse(base, "case.yaml")[0].plain() | parts
    try:
        schema.Case.model_validate(whole)
    except ValueError as error:
        pytest.fail(str(error))


def test_the_messages_shown_are_those_given(tmp_path):
    folder = shutil.copytree(tc.shipped_case("two-valleys"), tmp_path / "case")
    text = (folder / "case.yaml").read_text("utf-8")
    text = text.replace("[40, 55, 70]", "[70, 55, 40]").replace("[upper, lower]}", "[upper, lowr]}")
    (folder / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(tc.CaseError) as caught:
        tc.load(folder)
    shown = next(text for kind, text in BLOCKS if kind == "console")
    assert shown.splitlines()[1:3] == str(caught.value).splitlines()


def test_the_python_shown_runs(tmp_path, monkeypatch):
    shutil.copytree(tc.shipped_case("two-valleys"), tmp_path / "two-valleys")
    monkeypatch.chdir(tmp_path)
    code = next(text for kind, text in BLOCKS if kind == "python")
    names = {}
    exec(code, names)
    assert names["folder"].case.actors[0].capability.mode == 40.0
    assert names["folder"].quotes["wont-talk"].status == "verified"
    assert tc.load(Path("two-valleys")).case.horizon == 24
