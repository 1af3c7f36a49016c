"""Who delivered major arms to whom, in trend-indicator values (TIV): SIPRI, in two editions.

The register's rows must not be passed on ((c) SIPRI); only sums per supplier, recipient and year leave this
file. SIPRI revises backwards, so every figure carries its edition: China from Russia in 2021 is 773 in the
edition of 2022 and 467 in that of February 2026.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

#: SIPRI marks armed groups with one star: not states, though deliveries to them count in a supplier's total.
_ARMED_GROUPS = frozenset(
    {
        "ANC (South Africa)*", "Amal (Lebanon)*", "Anti-Castro rebels (Cuba)*", "Armas (Guatemala)*",
        "Contras (Nicaragua)*", "Darfur rebels (Sudan)*", "ELF (Ethiopia)*", "EPLF (Ethiopia)*",
        "FAN (Chad)*", "FMLN (El Salvador)*", "FNLA (Angola)*", "FRELIMO (Portugal)*", "GUNT (Chad)*",
        "Haiti rebels*", "Hamas (Palestine)*", "Hezbollah (Lebanon)*", "HoR (Libya)*",
        "Houthi rebels (Yemen)*", "Indonesia rebels*", "Khmer Rouge (Cambodia)*",
        "Kurdistan Regional Government (Iraq)*", "LF (Lebanon)*", "LRA (Uganda)*", "LTTE (Sri Lanka)*",
        "Lebanon Palestinian rebels*", "Libya HoR*", "MNLF (Philippines)*", "MPLA (Portugal)*",
        "MTA (Myanmar)*", "Mujahedin (Afghanistan)*", "NLA (Macedonia)*", "NTC (Libya)*",
        "Northern Alliance (Afghanistan)*", "PAIGC (Portugal)*", "PIJ (Israel/Palestine)*", "PKK (Turkey)*",
        "PKK (Turkiye)*", "PLO (Israel)*", "PRC (Israel/Palestine)*",
        "Palestinian Islamic Jihad (Israel/Palestine)*", "Pathet Lao (Laos)*", "Provisional IRA (UK)*",
        "RPF (Rwanda)*", "RUF (Sierra Leone)*", "SLA (Lebanon)*", "SNA (Somalia)*", "SPLA (Sudan)*",
        "Syria rebels*", "UIC (Somalia)*", "UNITA (Angola)*", "Ukraine Rebels*", "United Wa State (Myanmar)*",
        "Viet Cong (South Vietnam)*", "Viet Minh (France)*", "ZAPU (Zimbabwe)*",
    }
)  # fmt: skip
#: Two stars: organisations of states.
_ORGANISATIONS = frozenset(
    {
        "African Union**",
        "European Union**",
        "NATO**",
        "OSCE**",
        "Regional Security System**",
        "United Nations**",
    }
)
#: Territories and short-lived secessions that are in no list of independent states.
_TERRITORIES = frozenset({"Aruba", "Biafra", "Katanga", "Northern Cyprus", "Palestine", "Western Sahara"})
#: Parties SIPRI could not name; capital letter in the table of 2022, small letter in the register.
_UNKNOWN = frozenset(f"{u}nknown {who}" for u in "uU" for who in ("recipient(s)", "supplier(s)", "rebel group*"))
_NOT_STATES = _ARMED_GROUPS | _ORGANISATIONS | _TERRITORIES | _UNKNOWN
#: SIPRI's spellings that could mean several states elsewhere → COW number.
_SPELLINGS = {"Congo": 484}

_REGISTER, _TABLE = "trade_register*.csv*", "tiv_supplier_recipient_1950_2021.csv*"
_TABLE_VINTAGE = "2022"  # "Generated: 28 July 2022", say the sister files of the table
_HEADING = "SIPRI AT Database ID"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _codes(names: pl.Series, path: Path, first_row: int) -> pl.Series:
    """Our code for each of SIPRI's names, null where it is declared not to be a state.

    Raises:
        SourceError: A name is neither a state's nor declared; the message has row and value.
    """
    import polars as pl

    known, cow = states.name_codes(), states.cow_codes()
    table: dict[str, str | None] = dict.fromkeys(_NOT_STATES)
    for name in names.unique(maintain_order=True).to_list():
        if name in table:
            continue
        code = cow[_SPELLINGS[name]] if name in _SPELLINGS else known.get(states.normalise(name or ""))
        if code is None:
            raise SourceError(
                f"{path}: unknown party {name!r} in row {names.to_list().index(name) + first_row}. "
                "If it is right and no state, declare it in the source's list of others."
            )
        table[name] = code
    return names.replace_strict(list(table), list(table.values()), return_dtype=pl.String)


def _scaled(text: pl.Series, path: Path, first_row: int) -> tuple[pl.Series, int]:
    """Printed decimals as whole multiples of 1/scale, and scale: their sums do not depend on order."""
    import polars as pl

    wrong = (~text.str.contains(r"^\d+(\.\d+)?$")).fill_null(True)
    if wrong.any():
        row = wrong.arg_true()[0]
        raise SourceError(f"{path}: {text[row]!r} in row {row + first_row} is no TIV figure. Fetch it again.")
    parts = text.str.split_exact(".", 1).struct.unnest()
    decimals = parts["field_1"].fill_null("")
    places = max(len(printed) for printed in decimals.unique().to_list())
    return (parts["field_0"] + decimals.str.pad_end(places, "0")).cast(pl.Int64), 10**places


def _sums(frame: pl.DataFrame, scale: int, vintage: str) -> dict[str, pl.DataFrame]:
    """Both tables from `source`, `target` (null if no state), `year` and `amount` in 1/`scale` million TIV.

    Deliveries between two names of one state are left out. A state that only sold or only bought in a year
    has no figure, not zero, for the other (SIPRI prints an empty field: none identified).
    """
    import polars as pl

    frame = frame.filter((pl.col("source") != pl.col("target")).fill_null(True))
    frame = frame.with_columns(pl.col("year").cast(pl.Int16))
    edition, dataset = pl.lit(vintage).alias("vintage"), pl.lit(SOURCE.id).alias("dataset")

    def total(rows: pl.DataFrame, keys: tuple[str, ...], into: str) -> pl.DataFrame:
        """Exact sums; divided by a column, since polars turns division by a number into multiplication."""
        summed = rows.drop_nulls(keys).group_by(*keys, "year").agg(pl.col("amount").sum().cast(pl.Float64))
        ratio = summed["amount"] / pl.Series([float(scale)]).new_from_index(0, summed.height)
        return summed.select(*keys, "year", ratio.alias(into))

    pairs = total(frame, ("source", "target"), "tiv_million")
    sold = total(frame, ("source",), "exports_tiv_million").rename({"source": "state"})
    bought = total(frame, ("target",), "imports_tiv_million").rename({"target": "state"})
    both = sold.join(bought, on=["state", "year"], how="full", coalesce=True)
    return {
        "arms_transfers": pairs.select("source", "target", "year", edition, "tiv_million", dataset),
        "arms_totals": both.select("state", "year", edition, "exports_tiv_million", "imports_tiv_million", dataset),
    }


def _register_lines(path: Path) -> tuple[list[str], int, str]:
    """The register's lines from its heading on, the heading's line number, and the edition (year and month).

    Raises:
        SourceError: A truncated archive or line, or no heading below a line "Data generated".
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path}: cannot be read ({error}). The file is truncated; fetch it again.") from error
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = raw.decode("latin-1").splitlines()
    at = next((number for number, line in enumerate(lines[:40]) if line.startswith(_HEADING)), 0)
    generated = re.search(r"Data generated: \d{1,2} (\w{3})\w* (\d{4})", "\n".join(lines[:at]))
    if generated is None or generated[1] not in _MONTHS:
        raise SourceError(f"{path}: no heading {_HEADING!r} below a line 'Data generated'. Export the register as csv.")
    body = [line.rstrip() for line in lines[at:] if line.strip(" ;")]
    cut = next((number for number, line in enumerate(body) if not line.endswith(";")), None)
    if cut is not None or len(body) < 2:
        raise SourceError(f"{path}: row {at + 1 + (cut or 0)} is cut short. The file is truncated; fetch it again.")
    edition = f"{generated[2]}-{_MONTHS.index(generated[1]) + 1:02}"
    return [line.removesuffix(";") for line in body], at + 1, edition


def _register(path: Path) -> dict[str, pl.DataFrame]:
    """Sums from the register: one raw row per deal and delivery year.

    Traps: eleven lines of remarks above the heading; a semicolon ends each line; UTF-8, or else Latin-1;
    `Delivery year`, not `Order date`, is the year; the edition is the line "Data generated".
    """
    import polars as pl

    lines, heading, edition = _register_lines(path)
    try:
        frame = pl.read_csv(io.StringIO("\n".join(lines)), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise SourceError(f"{path}: cannot be read ({reason}). The file is damaged; fetch it again.") from error
    names = ("Supplier", "Recipient", "Delivery year", "TIV delivery values")
    frame, first_row = require(frame, names, path), heading + 1
    amount, scale = _scaled(frame["TIV delivery values"], path, first_row)
    tidy = pl.DataFrame(
        {
            "source": _codes(frame["Supplier"], path, first_row),
            "target": _codes(frame["Recipient"], path, first_row),
            "year": whole_numbers(frame, ("Delivery year",), path)["Delivery year"],
            "amount": amount,
        }
    )
    return _sums(tidy, scale, edition)


def _table(path: Path) -> dict[str, pl.DataFrame]:
    """Sums from the TIV table: one raw row per supplier, recipient and year, in whole million TIV."""
    import polars as pl

    frame = require(read_table(path), ("supplier", "recipient", "year", "value"), path)
    frame = whole_numbers(frame, ("year", "value"), path)
    double = frame.select("supplier", "recipient", "year").is_duplicated()
    wrong = (double | (frame["value"] < 0)).arg_true()
    if wrong.len():
        raise SourceError(f"{path}: row {wrong[0] + 2}, {frame.row(wrong[0])}, is negative or occurs twice.")
    tidy = pl.DataFrame(
        {
            "source": _codes(frame["supplier"], path, 2),
            "target": _codes(frame["recipient"], path, 2),
            "year": frame["year"],
            "amount": frame["value"],
        }
    )
    return _sums(tidy, 1, _TABLE_VINTAGE)


def _joined(*editions: dict[str, pl.DataFrame]) -> Tables:
    """The editions' rows under each other, in a stable order."""
    import polars as pl

    keys = {
        "arms_transfers": ("source", "target", "year", "vintage"),
        "arms_totals": ("state", "year", "vintage"),
    }
    return {name: pl.concat([edition[name] for edition in editions]).sort(key) for name, key in keys.items()}


def _read_both(folder: Path) -> Tables:
    """Register and TIV table: a row per supplier, recipient, year and edition; per state, year and edition.

    Raises:
        SourceError: A damaged file, a missing column, an unknown party, a figure that is no number.
    """
    return _joined(_register(first_file(folder, _REGISTER)), _table(first_file(folder, _TABLE)))


def _read_register(folder: Path) -> Tables:
    """The register alone, as a user gets it from SIPRI; see `_read_both`."""
    return _joined(_register(first_file(folder, _REGISTER)))


SOURCE = Source(
    id="sipri-arms-transfers",
    title="SIPRI Arms Transfers Database: trade register, and TIV by supplier, recipient and year",
    version="register generated 12 Feb 2026 (deliveries 1995-2024); TIV table of 2022 (1950-2021)",
    citation="SIPRI Arms Transfers Database, Stockholm International Peace Research Institute.",
    licence="(c) SIPRI. Free for non-commercial use with citation; extracts limited (10 per cent without "
    "permission), check. The register itself must not be shipped; shares and sums with citation may.",
    landing_url="https://www.sipri.org/databases/armstransfers",
    download_url="https://armstransfers.sipri.org (export the trade register, all suppliers and recipients, "
    "as trade_register.csv)",
    grain="register: a deal and delivery year; table: a supplier, recipient and year",
    coverage="all suppliers and recipients; deliveries 1995-2024 (2026-02) and 1950-2021 (2022)",
    ships="aggregates",
    forms=(
        Form("official register csv and 360-info TIV table", (_REGISTER, _TABLE), _read_both),
        Form("official register csv", (_REGISTER,), _read_register),
    ),
    defects=(
        "The editions differ for years after about 2013: SIPRI revises backwards. Never mix them.",
        "TIV measures the military value of what was delivered, not money.",
        "Deliveries in 2025 and deals before 1995 are not in the register held.",
        "In the table of 2022 figures are rounded to a million; 0 means under half a million.",
        "Armed groups, organisations, territories and unknown parties count in totals but make no pair.",
        "Soviet Union and Russia are one (RUS), Yugoslavia and Serbia (SRB), North Yemen and Yemen (YEM).",
    ),
    by_hand="SIPRI exports its register to a browser only, and its terms do not let it be passed on. 1. Open "
    "https://armstransfers.sipri.org and choose the trade register. 2. Choose all suppliers, all recipients and the "
    "longest range of years. 3. Export as CSV, name it trade_register.csv and put it there. 4. If you want "
    "the table of 1950-2021 too, take the file of tiv per supplier, recipient and year from the folder data of "
    "https://github.com/360-info/report-arms-trade and name it tiv_supplier_recipient_1950_2021.csv.",
)
