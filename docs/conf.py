"""The documentation as a site, from the same pages that are read in the repository: `make site`."""

from __future__ import annotations

import tracktwo

project = "tracktwo"
author = "The tracktwo developers"
copyright = "The tracktwo developers, Apache-2.0"  # noqa: A001  (the name that Sphinx knows)
release = version = tracktwo.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]
# No lexer knows CSV; a chart shown live is kept as a picture. Links that miss are errors.
suppress_warnings = ["misc.highlighting_failure", "mystnb.unknown_mime_type"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

# Anchors as GitHub makes them, so that links between pages work in both places.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "dollarmath"]

# Notebooks are run each time: what they show is what this version says.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 180

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
html_title = "tracktwo"
html_show_sourcelink = False

CONTENTS = (
    (
        "Start",
        (
            "case-folder",
            "report",
            "workbench",
            "reading",
            "drafting",
            "building",
            "several-people",
            "record",
            "track-record",
        ),
    ),
    (
        "Questions",
        (
            "who",
            "what-if",
            "matters",
            "levers",
            "agree",
            "government",
            "sweep",
            "pictures",
            "bargaining",
        ),
    ),
    ("Python", ("library", "notebooks/first-case", "notebooks/comparison", "reference")),
    (
        "How it works",
        ("roadmap-model", "power", "reproductions", "benchmarks", "benchmarks-roadmap"),
    ),
    ("The project", ("architecture", "dependencies", "robustness")),
)
"""The pages by subject; in the repository `index.md` lists them."""


def _contents(_app: object, page: str, source: list[str]) -> None:
    """Give the first page the table of contents that a site needs."""
    if page == "index":
        source[0] += "".join(
            f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(pages) + "\n```\n"
            for caption, pages in CONTENTS
        )


def setup(app: object) -> None:
    """Take part in the build."""
    app.connect("source-read", _contents)  # type: ignore[attr-defined]
