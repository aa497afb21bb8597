// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A linker script's own ENTRY: the program starts in the runtime and goes on
// there; with the linkers that can read the system's own script.
// RUN: rm -rf %t && mkdir -p %t/dir && cd %t && gcc -c %S/Inputs/go.s
// RUN: script() { ld.bfd $1 --verbose | sed '1,/^====/d; /^====/,$d' \
// RUN:   | sed 's/ENTRY(_start)/ENTRY ( go )/'; }; \
// RUN:   script "" > no-pie.ld; script -pie > dir/pie.ld
// RUN: grep -q 'ENTRY ( go )' no-pie.ld && echo 'INCLUDE no-pie.ld' > outer.ld
// RUN: %job %s %t/bfd --modes no-pie,static --at-least 2 \
// RUN:   --build "gcc $PWD/go.o -T $PWD/no-pie.ld"
// RUN: %job %s %t/search --modes pie,static-pie --at-least 2 \
// RUN:   --build "gcc $PWD/go.o -L$PWD/dir -Wl,-T,pie.ld"
// RUN: %ckpt gcc %s -I %src/test/Inputs go.o -no-pie -Wl,--script,outer.ld \
// RUN:   -o prog && test "$(./prog)" = "go main"
// RUN: gcc -c -I %src/test/Inputs %s -o main.o && %ckpt --ckpt-dry-run \
// RUN:   ld -T outer.ld crt1.o main.o | FileCheck %s
// RUN: sed 's/ENTRY ( go )//' no-pie.ld > none.ld
// RUN: %ckpt gcc main.o -no-pie -T none.ld -o prog && ./prog > out
// RUN: test "$(cat out)" = main
// RUN: sed '/KEEP.*preinit_array/d; s/DISCARD.*{/& *(.preinit_array)/' none.ld \
// RUN:   > lost.ld
// RUN: %ckpt gcc main.o -no-pie -T lost.ld -o prog 2> err; test $? -eq 123
// RUN: FileCheck --check-prefix=LOST %s < err
// CHECK: -T outer.ld crt1.o {{.*}} -u go --defsym=__ckpt_next=go {{.*}}-e __ckpt_start
// LOST: error: prog: the dynamic program has no DT_PREINIT_ARRAY
#include "ckpt_test.h"

int main(void) {
  checkpoint();
  puts("main");
  checkpoint();
  return 0;
}
