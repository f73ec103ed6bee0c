"""Rewrites an rpm database (SQLite), so that the same rows are the same bytes.

Argument: the file. In which pages rows lie, and what SQLite keeps of its own doings, follows from the versions of rpm
and SQLite that wrote them. Tables and rows are written in a fixed order, without the statistics that newer versions
leave; rpm makes them again. Keys that were imported are left out: each version of rpm describes them in another way,
and a system that was installed by others has none either. File format: https://www.sqlite.org/fileformat2.html
"""

import os
import sqlite3
import struct
import sys


page_bytes = 4096


def rewrite(file):
    new = file + ".new"
    source = sqlite3.connect(file)
    target = sqlite3.connect(new, isolation_level=None)
    for pragma in (f"page_size = {page_bytes}", "journal_mode = OFF", "synchronous = OFF", "secure_delete = ON"):
        target.execute("PRAGMA " + pragma)
    parts = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    numbers = numbers_of_packages(source)
    target.execute("BEGIN")
    for _, name, sql in (part for part in parts if part[0] == "table"):
        target.execute(sql)
        copy_rows(source, target, name, numbers)
    for _, _, sql in (part for part in parts if part[0] == "index" and part[2] is not None):
        target.execute(sql)
    target.execute("COMMIT")
    target.close()
    source.close()
    clear_gaps(new)
    write_header(new)
    os.chmod(new, 0o644)
    os.replace(new, file)
    for ending in ("-wal", "-shm"):
        if os.path.exists(file + ending):
            os.remove(file + ending)


def numbers_of_packages(source):
    """New number of each package by its old one, without gaps."""
    keys = {number for (number,) in source.execute("SELECT hnum FROM Name WHERE key = 'gpg-pubkey'")}
    old = [number for (number,) in source.execute("SELECT hnum FROM Packages ORDER BY hnum")]
    return {number: place + 1 for place, number in enumerate(one for one in old if one not in keys)}


def copy_rows(source, target, table, numbers):
    columns = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    order = ", ".join(str(number + 1) for number in range(len(columns)))
    marks = ", ".join("?" for _ in columns)
    at = columns.index("hnum")
    rows = source.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
    kept = ((*row[:at], numbers[row[at]], *row[at + 1 :]) for row in rows if row[at] in numbers)
    target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', kept)


def clear_gaps(file):
    """Between the pointers to cells and the first cell of a page is what moved away, or zeros: that depends."""
    with open(file, "rb") as database:
        content = bytearray(database.read())
    for page in range(0, len(content), page_bytes):
        # Page 1 begins with the header of the file; pages of other kinds than these four begin with a zero.
        start = page + (100 if page == 0 else 0)
        header_bytes = {2: 12, 5: 12, 10: 8, 13: 8}.get(content[start])
        if header_bytes is None:
            continue
        cells, first_cell = struct.unpack_from(">HH", content, start + 3)
        gap = start + header_bytes + 2 * cells
        content[gap : page + first_cell] = bytes(page + first_cell - gap)
    with open(file, "wb") as database:
        database.write(content)


def write_header(file):
    with open(file, "r+b") as database:
        # Write-ahead logging, as rpm opens it.
        database.seek(18)
        database.write(b"\x02\x02")
        # One change, made by a version of SQLite that is always the same one.
        database.seek(24)
        database.write(struct.pack(">I", 1))
        database.seek(92)
        database.write(struct.pack(">II", 1, 3_040_000))


rewrite(sys.argv[1])
