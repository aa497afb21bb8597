// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Addresses of libc's functions: in tables and arguments they are those of the
// routed functions, everywhere in the program.  What the program compares with
// one is equal to it if it is the routed function or libc's, from elsewhere.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <unistd.h>

// CHECK: @table = {{.*}}global {{.*}} { {{.*}}@__ckpt_call_write, {{.*}}@__ckpt_call_close }
struct {
  ssize_t (*write)(int, const void *, size_t);
  int (*close)(int);
} table = {write, close};

void take(int (*)(int));
// CHECK-LABEL: @gives(
// CHECK: call void @take({{.*}}@__ckpt_call_fsync)
void gives(void) { take(fsync); }

// CHECK-LABEL: @compares(
// CHECK: %[[ONE:[0-9]+]] = icmp eq {{.*}} @__ckpt_call_close
// CHECK-NEXT: %[[OTHER:[0-9]+]] = icmp eq {{.*}} @close
// CHECK-NEXT: %[[BOTH:[0-9]+]] = or i1 %[[ONE]], %[[OTHER]]
// CHECK-NEXT: br i1 %[[BOTH]]
// CHECK: call i32 @__ckpt_call_close(
int compares(int (*f)(int)) { return f == close ? 0 : close(1) + 5; }

// CHECK-LABEL: @differs(
// CHECK: icmp ne {{.*}} @__ckpt_call_dup
// CHECK-NEXT: icmp ne {{.*}} @dup
// CHECK-NEXT: and i1
int differs(int (*f)(int)) { return f != dup; }

// The call of a known pointer is a call.
static int (*const known)(int) = fdatasync;
// CHECK-LABEL: @calls(
// CHECK: call i32 @__ckpt_call_fdatasync(
int calls(int fd) { return known(fd); }
