"""Colours as eyes see them: contrast, and what is left of a colour to the colour-blind.

Sources: contrast, WCAG 2.2; colour blindness, Machado, Oliveira and Fernandes (2009),
doi:10.1109/TVCG.2009.113, matrices of full severity on linear RGB; differences, CIE 1976 L*a*b*.
"""

import re
from importlib import resources

import numpy as np

NONE = np.eye(3)
PROTAN = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]])  # fmt: skip
DEUTAN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                   [-0.011820, 0.042940, 0.968881]])  # fmt: skip
TRITAN = np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]])  # fmt: skip
EYES = {"usual": NONE, "protanopia": PROTAN, "deuteranopia": DEUTAN, "tritanopia": TRITAN}
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                 [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])


def palette():
    """Return the colours of the style sheet by name, on light paper and on dark."""
    text = resources.files("tracktwo.report").joinpath("templates/style.css").read_text("utf-8")
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)", 1)
    found = [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", part))
             for part in (light, dark.split("* {", 1)[0])]  # fmt: skip
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def linear(colour):
    """Return linear RGB of a colour written as ``#rrggbb``."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    srgb = np.array([int(digits[n : n + 2], 16) for n in (0, 2, 4)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted(_XYZ[1] @ linear(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, eyes="usual"):
    """Return L*a*b* of a colour as some eyes see it."""
    xyz = _XYZ @ np.clip(EYES[eyes] @ linear(colour), 0, 1) / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, eyes="usual"):
    """Return how different two colours look to some eyes; 2.3 is just noticeable."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))
