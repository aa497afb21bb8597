// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++ with static constructors, thread_local and exceptions, all link modes.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: for mode in -pie -no-pie -static -static-pie; do \
// RUN:   %ckpt g++ $mode %s -o prog && ./prog | FileCheck %s || exit 1; \
// RUN: done
// CHECK: built
// CHECK-NEXT: caught 3
#include <cstdio>
#include <stdexcept>
#include <string>
static struct Early {
  Early() { std::puts("built"); }
} early;
thread_local std::string text = "abc";
int main() {
  try {
    throw std::length_error(text);
  } catch (const std::exception &e) {
    std::printf("caught %zu\n", std::string(e.what()).size());
  }
}
