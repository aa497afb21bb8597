// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call goes to a function of the object that tests one byte and goes on to
// libc's; behind the byte is the dispatcher, errno set as libc does.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <unistd.h>

// CHECK-DAG: @__ckpt_dispatching = weak hidden global i8 0, align 1
// CHECK-LABEL: @seek(
// CHECK: call i64 @__ckpt_call_lseek(i32 noundef %{{[^,]*}}, i64 noundef 7, i32 noundef 0)
off_t seek(int fd) { return 1 + lseek(fd, 7, SEEK_SET); }

// CHECK-LABEL: define linkonce_odr hidden i64 @__ckpt_call_lseek(i32 %0, i64 %1, i32 %2)
// CHECK: load volatile i8, {{(ptr|i8\*)}} @__ckpt_dispatching
// CHECK: br i1 %{{[0-9]+}}, label %[[VIRTUAL:[0-9]+]], label %[[PLAIN:[0-9]+]], !prof
// CHECK: {{^}}[[VIRTUAL]]:
// CHECK: tail call i64 @__ckpt_direct_lseek(i32 %0, i64 %1, i32 %2)
// CHECK: {{^}}[[PLAIN]]:
// CHECK-NEXT: %[[R:[0-9]+]] = tail call i64 @lseek(i32 %0, i64 %1, i32 %2)
// CHECK-NEXT: ret i64 %[[R]]

// CHECK-LABEL: define linkonce_odr hidden i64 @__ckpt_direct_lseek(i32 %0, i64 %1, i32 %2)
// CHECK: load atomic i8, {{(ptr|i8\*)}} @__ckpt_known_lseek monotonic
// CHECK-DAG: tail call i64 @__ckpt_ask_lseek(i32 %0, i64 %1, i32 %2)
// CHECK-DAG: call i64 asm sideeffect "{{.*}}jmpq\09*__ckpt_direct@GOTPCREL(%rip)\0A1:", "={ax},{ax},{di},{si},{dx},{r10},{r8},{r9},~{rcx},~{r11},~{memory},~{dirflag},~{fpsr},~{flags}"(i64 8, i64 %{{.*}}, i64 %1, i64 %{{.*}}, i64 0, i64 0, i64 0)
// CHECK-DAG: icmp ugt i64 %{{.*}}, -4096
// CHECK-DAG: call {{.*}} @__errno_location()
// CHECK-DAG: ret i64 -1
// CHECK-LABEL: define linkonce_odr hidden i64 @__ckpt_ask_lseek(i32 %0, i64 %1, i32 %2)
// CHECK: call i32 @__ckpt_know_libc({{.*}}@lseek{{.*}}@__lseek{{.*}}@__errno_location{{.*}}@__ckpt_known_lseek
// CHECK-DAG: tail call i64 @__ckpt_direct_lseek(i32 %0
// CHECK-DAG: tail call i64 @lseek(i32 %0
