# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# SQLite's shell, by configure: databases in a file and in memory.  Between
# transactions the database holds record locks and a journal.
# REQUIRES: long, source-sqlite3
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload

TABLE = """PRAGMA journal_mode = {journal};
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT);
CREATE INDEX by_a ON t (a);
"""
ROUND = """BEGIN;
WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n
  WHERE i < {first} + 4999)
INSERT INTO t SELECT i, (i * 7919) % 10007, hex(i * i) || '{first}' FROM n;
COMMIT;
UPDATE t SET b = b || a WHERE a % 17 = {round} % 17;
DELETE FROM t WHERE a % 23 = {round} % 23;
SELECT count(*), sum(a), max(length(b)), avg(a) FROM t;
"""


def prepare(journal, rounds=200):
    def write(directory):
        with open(f"{directory}/job.sql", "w", encoding="ascii") as script:
            script.write(TABLE.format(journal=journal))
            for number in range(rounds):
                script.write(ROUND.format(first=number * 5000, round=number))
            script.write("SELECT a, b FROM t ORDER BY b LIMIT 2000;\n"
                         "PRAGMA integrity_check;\n")
    return write


# Open for a moment, to be flushed.
DIRECTORY = b"is an open directory"

Package("sqlite3", "./configure --disable-tcl --disable-threadsafe "
        "--disable-readline && make -j2 sqlite3 fuzzcheck", [
            Workload(["{dir}/sqlite3", "db", ".read job.sql"], ["db"],
                     prepare=prepare("delete"), name="file",
                     may_say=DIRECTORY),
            Workload(["{dir}/sqlite3", "db"], ["db"], stdin="job.sql",
                     prepare=prepare("persist"), name="persist",
                     may_say=DIRECTORY),
            Workload(["{dir}/sqlite3", ":memory:"], stdin="job.sql",
                     prepare=prepare("memory", 640), name="memory"),
        ], configured=["sqlite_cfg.h"],
        check="./fuzzcheck test/fuzzdata[1468].db",
        results=r"fuzzdata\d.db: .*|\d+ errors out of \d+ tests").run()
