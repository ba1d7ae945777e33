"""Numbers as people write them."""

from __future__ import annotations

import re


def strip_thousands(text: str) -> str:
    """A number without what groups its thousands; other commas stay, since they may mean decimals.

    Parameters
    ----------
    text
        What was written.

    Examples
    --------
    >>> strip_thousands("12,500"), strip_thousands("1 000_000"), strip_thousands("2,5")
    ('12500', '1000000', '2,5')
    """
    plain = re.sub(r"[\s_']", "", text)
    grouped = re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+([^\d,].*)?", plain)
    return plain.replace(",", "") if grouped else plain
