// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// syscall(2): the test stands at the call, and libc's function is called from
// where it was.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm '{irpass} -O1 -Rpass-missed=ckpt-syscalls %s 2>err | FileCheck %s && FileCheck --check-prefix=LEFT %s < err'
#include <sys/syscall.h>
#include <unistd.h>

// CHECK-LABEL: @constant(
// CHECK: load volatile i8, {{.*}}@__ckpt_dispatching
// CHECK: br i1 %{{[0-9]+}}, label %{{[0-9]+}}, label %[[AT:[0-9]+]],
// CHECK: {{^}}[[AT]]:
// CHECK-NEXT: %[[PLAIN:[0-9a-z]+]] = {{.*}}call i64 (i64, ...) @syscall(i64 noundef 0, i32 noundef %0, {{.*}}, i64 noundef 9)
// CHECK: load atomic i8, {{.*}}@__ckpt_known_syscall monotonic
// CHECK-NOT: __ckpt_is_direct
// CHECK-DAG: call i32 @__ckpt_know_libc({{.*}}@syscall{{.*}}@__ckpt_syscall_shim
// CHECK-DAG: %[[DIRECT:[0-9]+]] = call i64 @__ckpt_number_call(i64 0, i64 %{{.*}}, i64 %{{.*}}, i64 9, i64 0, i64 0, i64 0)
// CHECK: phi i64 [ %[[DIRECT]], %{{[0-9]+}} ], [ %[[PLAIN]], %[[AT]] ]
long constant(int fd, char *to) { return syscall(SYS_read, fd, to, 9L); }

// CHECK-LABEL: @variable(
// CHECK-DAG: call i32 @__ckpt_is_direct(i64 %0)
// CHECK-DAG: call i64 @__ckpt_number_call(i64 %0,
long variable(long number, int fd) { return syscall(number, fd); }

// CHECK-LABEL: @special(
// CHECK-NOT: __ckpt_number_call
// CHECK: ret
// What the call must be made for itself goes by the runtime's syscall(3).
// LEFT-NOT: remark: syscall({{vfork|-1}})
// LEFT: remark: syscall(rt_sigreturn) is left to the trap: it returns from
long special(void) { return syscall(SYS_vfork) + syscall(-1L) + syscall(SYS_rt_sigreturn); }
