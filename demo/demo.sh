#!/bin/bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program is checkpointed half way, ends, is restarted, and must give the
# result of a run that nothing interrupted.  Needs: a build directory as its
# argument.  Exit status: 0 it did, 1 it did not.
set -u
source_dir=$(cd "$(dirname "$0")" && pwd)
ckpt_compile=$(cd "$1" && pwd)/bin/ckpt_compile
work=$(mktemp -d) || exit 1
cd "$work" || exit 1
job=
trap '[ -z "$job" ] || kill -KILL "$job" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
unset CKPT_FLAGS

step() { printf '\n== %s\n' "$*"; }
command_line() { printf '   $ %s\n' "$*"; }
show() { sed 's/^/   /' "$@"; }
note() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*" >&2
  exit 1
}

# wait_for_line FILE START: until FILE has a line that begins so, or the job
# has ended.
wait_for_line() {
  grep -q -m 1 "^$2" < <(tail -n +1 -s 0.1 -F --pid="$job" "$1" 2>/dev/null)
}

# end_of_job: waits for the job; sets status as the shell shows it, 128 more
# than the signal that ended it.
end_of_job() {
  wait "$job" 2>/dev/null
  status=$?
  job=
}

step "1. Compile: ckpt_compile goes in front of the usual compiler command."
command_line "ckpt_compile gcc -O2 -o nbody nbody.c -lm"
cp "$source_dir/nbody.c" . || exit 1
"$ckpt_compile" gcc -O2 -o nbody nbody.c -lm || fail "it did not compile"
note "nbody.c computes the motion of 400 stars; nothing in it knows of checkpoints."

step "2. Run it to its end without interruption, to know the right result."
command_line "./nbody expected"
./nbody expected || fail "it ended with status $?"
note "$(wc -l < expected) lines of output; the last one: $(tail -n 1 expected)"

step "3. Run it again, and ask for a checkpoint half way, by signal SIGTSTP."
command_line "./nbody result -_condor_ckpt nbody.ckpt &"
# Output of its own: a restart takes a regular file back to what it held at the
# checkpoint, and this script's own output may be one.
./nbody result -_condor_ckpt nbody.ckpt > output.1 2>&1 &
job=$!
first_pid=$job
wait_for_line result "step 10000 " || fail "it ended before it was half way"
command_line "kill -TSTP $job"
kill -TSTP "$job"
end_of_job
show output.1
[ "$status" = $((128 + $(kill -l USR2))) ] ||
  fail "expected death by SIGUSR2, but its status is $status"
[ -s nbody.ckpt ] || fail "there is no checkpoint nbody.ckpt"
note "It wrote its state and ended by SIGUSR2, the sign of a checkpoint:"
command_line "ls -s --human-readable nbody.ckpt"
ls -s --human-readable nbody.ckpt | show

step "4. It is gone: no such process, and its result is only half there."
command_line "ps -p $first_pid"
ps -p "$first_pid" | show
kill -0 "$first_pid" 2>/dev/null && fail "process $first_pid still runs"
command_line "tail -n 1 result"
tail -n 1 result | show
grep -q '^checksum' result && fail "it was finished before the checkpoint"

step "5. Restart it from the checkpoint: a new process that goes on from there."
command_line "./nbody -_condor_restart nbody.ckpt"
./nbody -_condor_restart nbody.ckpt > output.2 2>&1 &
job=$!
end_of_job
show output.2
[ "$status" = 0 ] || fail "the restarted program ended with status $status"
note "It ran to its end: $(tail -n 1 result)"

step "6. Is it the same, to the last bit, as the uninterrupted run?"
command_line "cmp expected result"
cmp expected result || fail "the results differ"
note "Yes: both files are equal."
printf '\nDemo passed.\n'
