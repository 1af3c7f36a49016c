"""Bytes as letters, and letters as one would type them: encodings, ligatures, hyphens, spaces of all kinds."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

from amity.forms import FormError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What documents on international affairs are written in, where it is not Unicode.
_KNOWN = ["cp1252", "cp1251", "koi8_r", "gb18030", "cp1250", "big5", "cp932", "euc_kr", "cp1254", "cp866"]
#: An encoding is told by this much.
_SAMPLE = 200_000

_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)

#: Nothing that a reader sees: soft hyphens, marks of order, spaces without width.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SPACES = re.compile("[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINES = re.compile("\r\n?|[\x85\u2028\u2029\x1c-\x1e]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SURROGATES = re.compile("[\ud800-\udfff]")


def decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of some bytes, the encoding, and notes on what is damaged.

    A byte order mark counts first, then UTF-8 if it is that, then what an HTML head declares, then what the letters
    look like.

    Raises:
        FormError: It is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            _require_text(text)
            return text, encoding, _damage(text.count("\ufffd"), encoding)
    found = _utf8(data)
    if found is not None:
        _require_text(found[0])
        return found
    guessed = _utf16(data)
    if guessed is None and b"\0" in data:
        raise _binary()
    declared = _declared(data)
    encoding = guessed or declared or _looks_like(data)
    if encoding is None:
        raise FormError("is in no encoding that amity knows; save it as UTF-8")
    text = data.decode(encoding, "replace")
    _require_text(text)
    return text, encoding, _damage(text.count("\ufffd"), encoding)


def _utf8(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """As UTF-8, also where a few bytes of it are damaged or the last letter is cut off."""
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(1 for c in text[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    lost_in_sample = text[:_SAMPLE].count("\ufffd")
    return (text, "utf-8", _damage(lost, "UTF-8")) if whole >= 10 * max(lost_in_sample, 1) else None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, which shows by a null in every other byte of Latin text."""
    sample = data[:4000]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.5 > 0.05 > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 > 0.05 > odd else None


def _declared(data: bytes) -> str | None:
    said = _DECLARED.search(data[:2048])
    if said is None:
        return None
    try:
        codec = codecs.lookup(said.group(1).decode("ascii"))
        # Browsers read these as their supersets, too.
        name = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(codec.name, codec.name)
        data[:_SAMPLE].decode(name, "replace")
    except (LookupError, ValueError, UnicodeError):
        return None
    return (
        name
        if name in {"cp1252", "gb18030"} or name.startswith(("cp", "iso8859", "koi8", "big5", "euc", "shift"))
        else None
    )


def _looks_like(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # end where no letter is cut in two
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b" "), _SAMPLE // 2)]
    best = from_bytes(sample, cp_isolation=_KNOWN, preemptive_behaviour=False).best()
    return best.encoding if best is not None else None


def _require_text(text: str) -> None:
    """Fail on what no text holds."""
    sample = text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if "\0" in text or controls > max(2, len(sample) // 200):
        raise _binary()


def _binary() -> FormError:
    return FormError("is no text but binary data. Text, Markdown, HTML, PDF and DOCX can be read")


def _damage(lost: int, encoding: str) -> tuple[str, ...]:
    return (f"{lost:,} places are no {encoding} and were left as a question mark",) if lost else ()


def plain(text: str) -> str:
    """The text in composed letters, with plain spaces and line feeds, without what nobody sees."""
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATES.sub("\ufffd", text)
    text = _LINES.sub("\n", text)
    text = _SPACES.sub(" ", _CONTROLS.sub("", _UNSEEN.sub("", text)))
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_GOES_ON = re.compile(r"[^\W\d_]{1,60}")
#: A figure or the like cut at its hyphen: "2014-" and "2015" on the next line.
_CUT = re.compile(r"\w[-\u2010]$")
_LONGEST_WORD = 60


def vocabulary(text: str) -> frozenset[str]:
    """Words of a text in small letters, those with a hyphen whole."""
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def joined(lines: Iterable[str], known: frozenset[str] = frozenset()) -> str:
    """Lines of one paragraph as one line; a word broken at the end of a line is made whole.

    Whether the hyphen belongs to the word is told by how the document writes it elsewhere; words that go on with a
    small letter are else taken to be one.
    """
    parts: list[str] = []
    for line in lines:
        line = line.strip()
        if not line:
            continue
        before = parts[-1][-_LONGEST_WORD:] if parts else ""
        head, tail = _BROKEN.search(before), _GOES_ON.match(line)
        if head and tail:
            one, two = head.group(1), tail.group(0)
            is_own = f"{one}-{two}".lower() in known and f"{one}{two}".lower() not in known
            if not is_own and two[0].islower():
                parts[-1] = parts[-1][:-1]
        elif parts and not (_CUT.search(before) and line[0].isalnum()):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
