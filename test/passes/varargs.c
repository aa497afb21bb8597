// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of functions with "...", the one argument that may follow goes along.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <fcntl.h>
#include <sys/ioctl.h>

// CHECK-LABEL: @with_mode(
// CHECK: call i32 ({{(i8\*|ptr)}}, i32, ...){{.*}} @__ckpt_call_open{{.*}}, i32 noundef 577, i32 noundef 420)
int with_mode(const char *name) {
  return 1 + open(name, O_CREAT | O_WRONLY | O_TRUNC, 0644);
}
// CHECK-LABEL: @without_mode(
// CHECK: @__ckpt_call_open{{.*}}, i32 noundef 0)
int without_mode(const char *name) { return 1 + open(name, O_RDONLY); }
// CHECK-LABEL: @others(
// CHECK: @__ckpt_call_fcntl{{.*}}, i32 noundef 3)
// CHECK: @__ckpt_call_ioctl{{.*}}, i64 noundef 21531, {{.*}} noundef {{.*}}%
int others(int fd, int *count) {
  return fcntl(fd, F_GETFL) + ioctl(fd, FIONREAD, count);
}
// More than libc's function takes is for one of the program's own.
// CHECK-LABEL: @more(
// CHECK: call i32 ({{(i8\*|ptr)}}, i32, ...){{.*}} @open({{.*}}, i32 noundef 8, i32 noundef 9)
// CHECK: call i32 (i32, i64, ...){{.*}} @ioctl({{.*}}, double noundef 1.0
// CHECK: ret
int more(const char *name) { return open(name, 7, 8, 9) + ioctl(1, 2ul, 1.0); }
// CHECK-LABEL: define linkonce_odr hidden i32 @__ckpt_call_open({{(i8\*|ptr)}} %0, i32 %1, i64 %2)
// CHECK: tail call i32 ({{(i8\*|ptr)}}, i32, ...) @open({{(i8\*|ptr)}} %0, i32 %1, i64 %2)
// Owners and waiting for a lock is left to libc and the runtime, which do more.
// CHECK-LABEL: @__ckpt_direct_fcntl(i32 %0, i32 %1, i64 %2)
// CHECK: icmp ne i32 %1, 8
// CHECK: icmp ne i32 %1, 9
// CHECK: icmp ne i32 %1, 15
// CHECK: icmp ne i32 %1, 7
// CHECK: icmp ne i32 %1, 38
// CHECK: asm sideeffect "{{.*}}(i64 72, i64 %{{.*}}, i64 %{{.*}}, i64 %2, i64 0, i64 0, i64 0)
