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
html_theme_options = {
    "source_repository": "",
    "light_css_variables": {"font-stack": "system-ui, sans-serif"},
}
html_show_sourcelink = False
