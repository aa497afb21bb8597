// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A tail call stays one, wanted or demanded.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O2 %s | FileCheck %s'
// RUN: %each_llvm '{clang} -O2 -fpass-plugin={plugin} -S -o - %s' | FileCheck --check-prefix=CODE %s
#include <unistd.h>

// CHECK-LABEL: @wanted(
// CHECK: tail call i64 @__ckpt_call_read(
// CODE-LABEL: wanted:
// CODE: jmp{{.*}}__ckpt_call_read
ssize_t wanted(int fd, char *to) { return read(fd, to, 1); }
// CHECK-LABEL: @demanded(
// CHECK: musttail call i64 @__ckpt_call_read(
// CHECK-NEXT: ret
// CODE-LABEL: demanded:
// CODE: jmp{{.*}}__ckpt_call_read
ssize_t demanded(int fd, void *to, size_t size) {
  __attribute__((musttail)) return read(fd, to, size);
}
// Idle it costs a comparison, a branch and a jump.
// CODE-LABEL: __ckpt_call_read:
// CODE: cmpb $0, __ckpt_dispatching(%rip)
// CODE-NEXT: jne
// CODE: jmp read
