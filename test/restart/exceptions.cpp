// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Exceptions thrown after a restart, through frames from before it, and one
// that is in flight: a checkpoint in a destructor during unwinding and in a
// catch block.
// RUN: %job %s %t --at-least 3 --build "g++ -O2" --build "g++ -O0"
// RUN: %job %s %t-clang --at-least 3 --build "clang++ -O2"
// REQUIRES: clang
#include "ckpt_test.h"
#include <exception>
#include <stdexcept>
#include <string>

struct Guard {
  explicit Guard(const char *name) : name(name) {}
  ~Guard() {
    int flying = std::uncaught_exceptions();
    checkpoint();
    printf("%s: %d in flight\n", name, flying);
    CHECK(std::uncaught_exceptions() == flying);
  }
  const char *name;
};

__attribute__((noinline)) static void deep(int depth) {
  std::string text(static_cast<size_t>(depth) + 30, 'x');
  if (depth == 0) {
    Guard guard("inner");
    checkpoint();
    throw std::runtime_error(text);
  }
  deep(depth - 1);
  printf("not reached %s\n", text.c_str());
}

int main() {
  for (int round = 0; round < 2; ++round)
    try {
      Guard guard("outer");
      deep(20);
    } catch (const std::exception &e) {
      std::exception_ptr kept = std::current_exception();
      checkpoint();
      printf("caught %s\n", e.what());
      try {
        std::rethrow_exception(kept);
      } catch (const std::runtime_error &) {
        puts("again");
      }
    }
}
