// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions with libc's names that are not libc's, or may be missing, or are
// declared in another way, are left alone.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm '{irpass} -O1 -Rpass=ckpt-syscalls -Rpass-missed=ckpt-syscalls %s 2>err | FileCheck %s && FileCheck --check-prefix=LEFT %s < err'
long write(int fd, const void *from, unsigned long size);
int dup(long fd);
__attribute__((weak)) int fsync(int fd);
static int close(int fd) { return fd; }

// CHECK-LABEL: @uses(
// CHECK-NOT: __ckpt
// CHECK-DAG: call i64 @write(
// CHECK-DAG: call i32 @dup(
// CHECK-DAG: call i32 @fsync(
// LEFT-DAG: remark: dup is left to the trap: it is declared in another way than in libc
// LEFT-DAG: remark: fsync is left to the trap: it is declared weak
// LEFT-NOT: remark: {{write|close}}
long uses(int fd) {
  return write(fd, "", 0) + dup(fd) + (fsync ? fsync(fd) : 0) + close(fd);
}
__attribute__((optnone, noinline)) long write(int fd, const void *from, unsigned long size) {
  return fd + (long)size + (from != 0);
}
// CHECK-NOT: @__ckpt_call
