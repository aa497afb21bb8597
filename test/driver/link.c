// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A link gets the runtime, behaves as the plain one, and is verified.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: %ckpt --ckpt-verbose gcc -O2 %s -o prog 2>&1 | FileCheck %s
// RUN: ./prog; test $? -eq 7
// RUN: llvm-readelf -n prog | FileCheck --check-prefix=NOTES %s
// RUN: %ckpt gcc %s && ./a.out; test $? -eq 7
// RUN: gcc -c %s -o one.o && %ckpt gcc one.o -oprog2 -lm && ./prog2 ; test $? -eq 7
// CHECK: link: {{.*}}gcc
// CHECK: ckpt_runtime.o {{.*}}ckpt_shims.ar -Wl,--build-id -Wl,-u,pthread_create -Wl,-u,syscall -Wl,-e,__ckpt_start
// CHECK: verified: prog starts in the runtime
// NOTES-DAG: CKPT
// NOTES-DAG: Build ID
int main(void) { return 7; }
