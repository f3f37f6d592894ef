"""Check tables: a sum is that of its column, shares make at most 100 per cent, and there is a header."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language.numbers import figures

_TOTAL = re.compile(
    r"(?:jumlah|total|jumlah total|total jumlah|grand total|sum)(?:\s+(?:seluruh|keseluruhan)\w*)?\W*", re.IGNORECASE
)
_PERCENT = re.compile(r"%|\b(?:persen|per ?cent)\b", re.IGNORECASE)
_UNIT = re.compile(r"[\d.,\s%*−-]|\b(?:rp|ribu|juta|miliar|triliun|persen)\b\.?")
"""What is no unit in a cell."""
_SHARES = re.compile(r"\b(?:porsi|proporsi|komposisi|pangsa|kontribusi|bagian|share|proportion)\b", re.IGNORECASE)
_MEANS = re.compile(
    r"\b(?:rata-rata|rerata|rasio|indeks|skor|nilai|tahun|nomor|no|kode|average|mean|rate|index|score|year)\b",
    re.IGNORECASE,
)
"""Headers of columns whose numbers are not added up."""
_HTML_TABLE = re.compile(r"<table[\s>](?:(?!</table>)[\s\S])*", re.IGNORECASE)

_MOST_ROWS = 500
"""Rows of a table whose sums are checked: a longer one is data, and each sum takes time for all rows above it."""
Columns = dict[int, dict[int, Passage]]
"""The cells of a table by row and column; row 0 is the header."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the problems of every table."""
    tables: defaultdict[int, Columns] = defaultdict(lambda: defaultdict(dict))
    for passage in prose.body:
        if passage.kind is PassageKind.CELL and passage.cell:
            tables[passage.cell.table][passage.cell.row][passage.cell.column] = passage
    language = prose.release.lang or context.config.language
    for rows in tables.values():
        yield from _header(rows)
        yield from _sums(rows, language)
        yield from _shares(rows, language)
    yield from _html_headers(prose)


def _header(rows: Columns) -> Iterator[Diagnostic]:
    if not any(passage.text.strip() for passage in rows.get(0, {}).values()):
        first = next(iter(rows[min(rows)].values()))
        yield rules.TABLE_HEADER.broken(first.place(0), _NO_HEADER, _NO_HEADER_HINT)


_NO_HEADER = N_("the table has no header: whoever hears it read aloud cannot tell what its numbers are")
_NO_HEADER_HINT = N_("write in its first row what each column contains")


def _html_headers(prose: Prose) -> Iterator[Diagnostic]:
    """Yield a problem for each table that is written as HTML, has no header, and is no lay-out of one cell."""
    for found in _HTML_TABLE.finditer(prose.markdown) if "<table" in prose.markdown.lower() else ():
        if "<th" not in found[0].lower().replace("<thead", "") and found[0].lower().count("<td") > 1:
            yield rules.TABLE_HEADER.broken(prose.place(found.start()), _NO_HEADER, _NO_HEADER_HINT)


def _sums(rows: Columns, language: str) -> Iterator[Diagnostic]:
    """Yield a problem for each number in a row *Jumlah* that is not the sum of those above it."""
    for number, row in sorted(rows.items()) if len(rows) <= _MOST_ROWS else ():
        label = row[min(row)].text.strip()
        is_sum = bool(_TOTAL.fullmatch(label))
        if number and (is_sum or (number == max(rows) and _is_only_total(label, rows))):
            above = [rows[other] for other in sorted(rows) if 0 < other < number]
            for column in sorted(row.keys() - {min(row)}):
                header = rows.get(0, {}).get(column)
                if not _is_mean(header, row[column], language):
                    yield from _wrong_sum(row[column], [one.get(column) for one in above], language, is_sum)


def _is_only_total(label: str, rows: Columns) -> bool:
    """Tell whether a label such as *Total korban* begins with a word for a sum, and no other label does."""
    labels = [row[min(row)].text.strip() for row in rows.values()]
    return bool(_TOTAL.match(label)) and sum(bool(_TOTAL.match(one)) for one in labels) == 1


def _is_mean(header: Passage | None, total: Passage, language: str) -> bool:
    """Tell whether the numbers of a column are not added up: averages, years, and percentages that do not make 100."""
    title = header.text if header else ""
    is_percentage = bool(_PERCENT.search(title) or _PERCENT.search(total.text))
    return bool(_MEANS.search(title)) or (is_percentage and _figure(total, language) != 100)


def _wrong_sum(total: Passage, cells: list[Passage | None], language: str, is_sum: bool) -> Iterator[Diagnostic]:
    """Yield a problem for a wrong sum; if it is not certain that it is one, only where it is near the right one."""
    stated = _figure(total, language)
    parts = [_figure(cell, language) for cell in cells]
    units = {unit for cell in (total, *cells) if cell and (unit := _UNIT.sub("", cell.text.lower()))}
    if stated is None or len(parts) < 2 or None in parts or len(units) > 1:
        return
    values = [part for part in parts if part is not None]
    whole = sum(values, Decimal(0))
    sums = (whole, whole - values[0], whole / 2)  # a heading may have a number too, and parts sums of their own
    places = max(_decimals(one) for one in (stated, *values))
    tolerance = Decimal(len(values)).scaleb(-places) / 2 if places else Decimal(0)
    is_near = is_sum or whole / 2 < stated < whole * 2
    if is_near and all(abs(stated - one) > tolerance for one in sums):
        message = N_("the sum is {stated}, but the numbers above it make {sum}")
        hint = N_("correct the sum, or the number above it that is wrong")
        written = total.text.strip()
        yield rules.TABLE_SUM.broken(total.place(0), message, hint, stated=written, sum=_written(whole, language))


def _shares(rows: Columns, language: str) -> Iterator[Diagnostic]:
    """Yield a problem for each column of shares of one whole that make more than 100 per cent."""
    for column, header in rows.get(0, {}).items():
        if _SHARES.search(header.text):
            values = list(_percentages(rows, column, language))
            if len(values) > 1 and sum(values) > 100 + Decimal(len(values)) / 2:
                message = N_("the shares in this column make {sum} per cent")
                hint = N_("correct the number that is wrong: shares of one whole make 100 per cent")
                yield rules.TABLE_SUM.broken(header.place(0), message, hint, sum=_written(sum(values), language))


def _percentages(rows: Columns, column: int, language: str) -> Iterator[Decimal]:
    """Yield the percentages of a column, without that of a row with the sum."""
    in_header = _PERCENT.search(rows[0][column].text)
    for number in sorted(rows.keys() - {0}):
        cell, label = rows[number].get(column), rows[number].get(0)
        is_total = label and _TOTAL.fullmatch(label.text.strip())
        value = _figure(cell, language)
        if cell and value is not None and not is_total and (in_header or _PERCENT.search(cell.text)):
            yield value


def _figure(cell: Passage | None, language: str) -> Decimal | None:
    """Return the number in a cell, without its unit; a dash and an empty cell are 0, other words None."""
    text = cell.text.strip() if cell else ""
    if text in ("", "-", "–", "—"):
        return Decimal(0)
    found = list(figures(text.lstrip("-−"), language))
    if len(found) != 1 or found[0].start or re.search(r"\d", text.lstrip("-−")[found[0].end :]):
        return None
    return -found[0].value if text[0] in "-−" else found[0].value


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _written(value: Decimal | int, language: str) -> str:
    """Return a number in figures, with the separators of a language."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text if language.startswith("en") else text.translate(str.maketrans(",.", ".,"))
