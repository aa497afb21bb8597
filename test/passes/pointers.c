// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Addresses of libc's functions: in tables and arguments they are those of the
// routed functions, everywhere in the program.  One that the program compares
// stays libc's, so that it compares equal with one from elsewhere.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <unistd.h>

// CHECK: @table = {{.*}}global {{.*}} { {{.*}}@__ckpt_call_write, {{.*}}@close }
struct {
  ssize_t (*write)(int, const void *, size_t);
  int (*close)(int);
} table = {write, close};

void take(int (*)(int));
// CHECK-LABEL: @gives(
// CHECK: call void @take({{.*}}@__ckpt_call_fsync)
void gives(void) { take(fsync); }

// CHECK-LABEL: @compares(
// CHECK: icmp eq {{.*}}@close
// CHECK: call i32 @__ckpt_call_close(
int compares(int (*f)(int)) { return f == close ? 0 : close(1) + 5; }

// The call of a known pointer is a call.
static int (*const known)(int) = fdatasync;
// CHECK-LABEL: @calls(
// CHECK: call i32 @__ckpt_call_fdatasync(
int calls(int fd) { return known(fd); }
