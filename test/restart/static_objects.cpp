// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Static objects are built once and destroyed once; function-local ones too.
// Buffers of iostream and stdio that are half full lose and repeat nothing.
// RUN: %job %s %t --at-least 2 --files stdio.txt,stream.txt
// RUN: %job %s %t-clang --at-least 2 --build "clang++ -O0"
// REQUIRES: clang
#include "ckpt_test.h"
#include <cstdio>
#include <fstream>
#include <iostream>

static int built, destroyed;
struct Noisy {
  Noisy() { std::cout << "built " << ++built << '\n'; }
  ~Noisy() { std::cout << "destroyed " << ++destroyed << std::endl; }
};
static Noisy first;
static Noisy &local() {
  static Noisy object;
  return object;
}

int main() {
  FILE *stdio = fopen("stdio.txt", "w");
  std::ofstream stream("stream.txt");
  for (int round = 0; round < 3; ++round) {
    local();
    for (int i = 0; i < 1000; ++i) {
      fprintf(stdio, "%d line %d\n", round, i);
      stream << round << " line " << i << '\n';
    }
    std::cout << "round " << round << ' '; // not flushed
    printf("and %d ", round);
    if (round < 2)
      checkpoint();
  }
  std::cout << std::endl;
  CHECK(built == 2 && !fclose(stdio));
}
