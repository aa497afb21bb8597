// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pass runs at every level, in what is not to be optimised, and at compile
// time for links with -flto; once, however often it is asked for.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm 'for level in -O0 -O1 -O2 -O3 -Os -Oz "-O2 -flto" "-O0 -flto" "-O2 -flto=thin" "-O1 -fpass-plugin={plugin}"; do {irpass} $level %s > ir; FileCheck %s < ir; test $(grep -c asciz.*one ir) = 1; done'
// RUN: %each_llvm '{clang} -O0 -S -emit-llvm -o ir %s && {opt} -load-pass-plugin={plugin} -passes=ckpt-syscalls,ckpt-syscalls -S ir | FileCheck %s'
// RUN: %each_llvm '{irpass} -O2 --target=i386-linux-gnu %s | FileCheck --check-prefix=OTHER %s'
// RUN: %each_llvm '{irpass} -O2 --target=x86_64-linux-gnux32 %s | FileCheck --check-prefix=OTHER %s'
// RUN: %each_llvm '{irpass} -O2 --target=x86_64-freebsd %s | FileCheck --check-prefix=OTHER %s'
int close(int);
int two(void);
// CHECK-LABEL: @one(
// CHECK: call i32 @__ckpt_call_close(
// CHECK-LABEL: @not_optimised(
// CHECK: call i32 @__ckpt_call_close(
// OTHER-NOT: __ckpt
int one(int fd) { return close(fd) + 1; }
__attribute__((optnone)) int not_optimised(int fd) { return close(fd) + two(); }
