#!/bin/bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# compare_links.sh LINKER CKPT_COMPILE ELF_LINT... -- MODE...: links one program
# plainly and with the runtime, in each mode and with several -z flags, and
# reports every property that differs.
linker=$1 ckpt_compile=$2
shift 2
lint=()
while [ "$1" != -- ]; do
  lint+=("$1")
  shift
done
shift
program=$(dirname "$0")/program.c
status=0
for mode in "$@"; do
  for flags in "" "-Wl,-z,relro,-z,now" "-Wl,-z,lazy,-z,norelro" \
    "-Wl,--gc-sections" "-fcf-protection=full"; do
    for padding in 1 64; do
      # Unquoted: $flags may be no word.
      line=(gcc -O1 "-fuse-ld=$linker" "$mode" $flags "-DPADDING=$padding"
        "$program" -lm)
      "${line[@]}" -o plain && timeout -s KILL 30 "$ckpt_compile" \
        "${line[@]}" -o linked
      # mold 1.10 goes on for ever at a few sizes of .rodata: another one then.
      [ $? = 137 ] && [ "$linker" = mold ] && [ $padding = 1 ] && continue
      "${lint[@]}" same linked plain && ./linked x | cmp - <(./plain x) &&
        continue 2
      break
    done
    echo "differs: ${line[*]}"
    status=1
  done
done
exit $status
