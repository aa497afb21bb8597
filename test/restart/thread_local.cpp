// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// thread_local objects, errno and the address of the thread's block.
// RUN: %job %s %t --at-least 2 --build "g++ -O2" --build "g++ -O0"
// RUN: %job %s %t-clang --at-least 2 --build "clang++ -O2"
// REQUIRES: clang
#include "ckpt_test.h"
#include <string>
#include <vector>

static int built;
struct Counted {
  Counted() { ++built; }
  std::string text = "some text that does not fit into the object itself";
};
static thread_local Counted counted;
static thread_local int number = 7;
static thread_local std::vector<int> list(1000, 3);
static __thread char bytes[5000];

int main() {
  char *fs;
  __asm__("mov %%fs:0, %0" : "=r"(fs));
  counted.text += '!';
  bytes[4999] = 9;
  for (int round = 0; round < 3; ++round) {
    errno = 100 + round;
    number += round;
    list.push_back(round);
    if (round < 2)
      checkpoint();
    char *now;
    __asm__("mov %%fs:0, %0" : "=r"(now));
    CHECK(now == fs && built == 1 && bytes[4999] == 9);
    CHECK(errno == 100 + round && list.size() == 1001u + (unsigned)round);
  }
  printf("%d %d %s\n", number, list.back(), counted.text.c_str());
}
