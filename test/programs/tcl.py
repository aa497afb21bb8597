# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The shell of Tcl, by configure: a script that is driven by an event loop, for
# which a thread of its own (the notifier) waits.
# REQUIRES: long, source-tcl8.6
# RUN: %python %s %real --work %t
from real_program import Package, Workload

SCRIPT = r'''
proc fib n {expr {$n < 2 ? $n : [fib [expr {$n-1}]] + [fib [expr {$n-2}]]}}
set seed 7
proc random m {
  set ::seed [expr {($::seed * 1103515245 + 12345) % 2147483648}]
  expr {$::seed % $m}
}
set log [open log w]
fconfigure $log -translation binary
proc tick i {
  for {set k 0} {$k < 4000} {incr k} {
    set name [format k%d [random 900]]
    append seen($name) [string reverse $name]
    if {[string length $seen($name)] > 200} {unset seen($name)}
    regsub -all {k(\d)} $name {<\1>} changed
    lappend all $changed
  }
  puts "$i [llength [lsort -unique $all]] [fib 15] [expr {2**(100+$i) % 1009}]"
  puts $::log [binary format a5Ia* $i [array size seen] \
                 [join [lsort [array names seen]] ,]]
  if {$i % 10 == 0} {flush $::log}
  if {$i == 240} {set ::done 1} else {after 1 [list tick [expr {$i+1}]]}
}
after 0 {tick 1}
vwait done
close $log
'''


def prepare(directory):
    with open(f"{directory}/job.tcl", "w", encoding="ascii") as script:
        script.write(SCRIPT)


Package("tcl8.6", "cd unix && ./configure $VARIANT && "
        "make -j2 CFLAGS_OPTIMIZE=-O2 binaries", [
            Workload(["{dir}/unix/tclsh", "job.tcl"], ["log"], prepare=prepare),
        ], variants={"shared": "--enable-shared",
                     "static": "--disable-shared LDFLAGS=-static"}).run()
