# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GNU awk, by configure; reads and writes files, keeps big arrays.
# REQUIRES: long, source-gawk
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload, text_file

SCRIPT = r"""
{ for (i = 1; i <= NF; i++) { count[$i]++; length_of[length($i)]++ }
  if (NR % 1000 == 0) print NR, length(count) > "progress"
  if (match($0, /e[a-t]*o/)) found[substr($0, RSTART, RLENGTH)]++
  gsub(/[aeiou]/, "&&"); size += length($0) }
END { n = asorti(count, word)
  for (i = 1; i <= n; i++) printf "%s %d\n", word[i], count[word[i]]
  n = asorti(found, word)
  for (i = 1; i <= n; i++) print word[i], found[word[i]] > "found"
  print size, strtonum("0x1f"), sprintf("%.15g", exp(1)), 2 ^ 70 }
"""


def prepare(directory):
    text_file(directory, "data", 112 << 20)
    with open(f"{directory}/job.awk", "w", encoding="ascii") as script:
        script.write(SCRIPT)


Package("gawk", './configure --disable-nls && make -j2 SUBDIRS="support ."', [
    Workload(["{dir}/gawk", "-f", "job.awk", "data"], ["progress", "found"],
             prepare=prepare),
    Workload(["{dir}/gawk", "-f", "job.awk"], ["progress", "found"],
             stdin="data", prepare=prepare, name="filter"),
], configured=["config.h"], often=["gawk"],
    # A restart changes the process's number; a child's line and gawk's, of which
    # two words may stand apart, come in any order; the debugger starts gawk
    # anew, without our flags.
    often_differs=r": (pid|clos1way[26]|dbugeval4)\]|TESTS", check="make -k -C test check",
    results=r"\[Makefile:\d+: \w+\] Error \d+|\d+ TESTS? FAILED|ALL TESTS .*"
).run()
