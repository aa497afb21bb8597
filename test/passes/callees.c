// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of a pointer that can only be one of a few functions clang notes which: those
// are no longer called.  LLVM 14 crashes at -flto where the note has a cast of one.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: clang-14 -O2 -S -emit-llvm -o - %s | grep 'callees' || clang-19 -O2 -S -emit-llvm -o - %s | grep 'callees'
// RUN: %each_llvm '{irpass} -O2 %s | FileCheck %s'
// RUN: %each_llvm 'for lto in full thin; do %ckpt --ckpt-instrument {clang} -O2 -flto=$lto -c %s -o o && test -s o; done'
#define _GNU_SOURCE
#include <fcntl.h>

static int (*chosen)(const char *, int, ...) = open;
void choose(int large) { chosen = large ? open64 : open; }
// CHECK-NOT: !callees
int opens(const char *name) { return 1 + chosen(name, O_RDONLY); }
