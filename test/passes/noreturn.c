// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that does not return is left as such.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <unistd.h>

// CHECK-LABEL: @leave(
// CHECK: call void @__ckpt_call__exit(i32 noundef %0) #[[NORETURN:[0-9]+]]
// CHECK-NEXT: unreachable
__attribute__((noreturn)) void leave(int status) { _exit(status); }
// CHECK-LABEL: define linkonce_odr hidden void @__ckpt_direct__exit(i32 %0)
// CHECK: call i64 asm sideeffect "{{.*}}__ckpt_direct@GOTPCREL{{.*}}(i64 231, i64
// CHECK: attributes #[[NORETURN]] = { {{.*}}noreturn
