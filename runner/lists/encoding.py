"""In which encoding a file is, and the hash it is known by: one pass over its bytes.

UTF-8 is recognised by being valid. Of the code pages that Windows and older systems write, the one
is taken in which the text is made of some language's letters; names are enough for that, while
statistics of running text (charset-normalizer) decide only where no alphabet fits.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from ..errors import UserError

BLOCK = 1 << 20
SAMPLE = 1 << 18  # bytes of lines with other than ASCII characters

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WESTERN = ["äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àèéìíîòóù", "áàâãçéêíóôõú", "åäö", "åæø"]
_CENTRAL = ["áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čšžćđ", "ăâîşţ"]
_CYRILLIC = ["абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"]

# The commoner encoding first: it is taken where two give the same letters.
ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1251": _CYRILLIC,
    "cp1253": ["αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"],
    "cp1254": ["çğıöşüâîi"],
    "cp1257": ["ąčęėįšųūž", "āčēģīķļņšūž"],
    "iso8859-2": _CENTRAL,
    "cp852": _CENTRAL,
    "cp850": _WESTERN,
    "koi8-r": _CYRILLIC,
}
_SCRIPTS = {"cp1251", "koi8-r", "cp1253"}  # whose letters stand in no word with Latin ones
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile("[“”„‚‘’«»‹›–—…€£§°·®©™\xa0]")
_FITS = 0.9  # share of characters that must be where the language has them


@dataclass(frozen=True)
class Survey:
    """What one pass over a file tells."""

    hash: str
    size: int
    encoding: str


def survey(path: Path, encoding: str | None = None) -> Survey:
    """Hash a file, and find its encoding unless it is given."""
    digest = hashlib.sha256()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, size, start = True, 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            start = start or block
            digest.update(block)
            size += len(block)
            if is_utf8 and not encoding:
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
    if encoding:
        found = checked(encoding)
    else:
        found = _marked(start) or ("utf-8" if is_utf8 else guess(_sample(path)))
    return Survey(digest.hexdigest(), size, found)


def checked(encoding: str) -> str:
    """Return the codec's own name of an encoding that the user gave."""
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)  # refuses what does not make text, such as base64
    except (LookupError, ValueError) as error:
        raise UserError(
            f'There is no encoding "{encoding}". Such as utf-8, cp1250, cp1252 or utf-16 are known.'
        ) from error
    return found.name


def _marked(start: bytes) -> str | None:
    """Return the encoding that the first bytes give away: by a mark, or every second byte 0."""
    for mark, name in BOMS:
        if start.startswith(mark):
            return name
    head = start[:4096]
    if len(head) >= 4:
        if head[1::2].count(0) * 3 > len(head):
            return "utf-16-le"
        if head[0::2].count(0) * 3 > len(head):
            return "utf-16-be"
    return None


def _sample(path: Path) -> bytes:
    """Return the first lines that are not plain ASCII."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < SAMPLE and (line := file.readline(BLOCK)):
            if not line.isascii():
                lines.append(line)
                size += len(line)
    return b"".join(lines)


def guess(sample: bytes) -> str:
    """Return the encoding of bytes that are not wholly UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= char <= "\udcff" for char in text)
    if sum(not char.isascii() for char in text) > 10 * broken:
        return "utf-8"  # with a bad line here and there, which is rejected by itself
    fits = {name: _fit(sample, name) for name in ALPHABETS}
    best = max(fits, key=lambda name: fits[name])  # of equal ones, the first
    if fits[best] >= _FITS:
        return best
    found = charset_normalizer.from_bytes(sample).best()
    return found.encoding if found else best


def _fit(sample: bytes, encoding: str) -> float:
    """Return how much of the text is what one language of an encoding would write."""
    text = sample.decode(encoding, "replace")
    good: Counter[str] = Counter()
    total = 0
    for found in _FOREIGN.finditer(text):
        char, at = found[0], found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        joins = before.isalpha() and after.isalpha()
        if _MARKS.match(char) and not (joins and char not in "’‘–"):
            continue
        total += 1
        mixed = encoding in _SCRIPTS and any(c.isascii() and c.isalpha() for c in before + after)
        if not mixed and not (char.isupper() and before.islower()):
            good[char.lower()[0]] += 1
    if not total:
        return 0.0
    return max(sum(good[letter] for letter in letters) for letters in ALPHABETS[encoding]) / total
