// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs the TESTs of one executable; test/unit/check.h says how to write them.
#include "test/unit/check.h"
#include <cstdio>
#include <cstring>

namespace ckpt::check {

static Case *first_case = nullptr;
static Case **last_link = &first_case;
static const char *running = "";
static unsigned checks = 0;
static unsigned failures = 0;

Case::Case(const char *case_name, void (*body)()) : name(case_name), run(body) {
  *last_link = this;
  last_link = &next;
}

bool record(bool holds, const char *file, int line, const std::string &what) {
  ++checks;
  if (!holds) {
    ++failures;
    std::printf("%s:%d: %s: failed: %s\n", file, line, running, what.c_str());
    std::fflush(stdout);
  }
  return holds;
}

static int run_all(const char *filter) {
  unsigned ran = 0;
  unsigned empty = 0;
  for (Case *test = first_case; test; test = test->next) {
    if (!std::strstr(test->name, filter))
      continue;
    running = test->name;
    unsigned before = checks;
    test->run();
    ++ran;
    if (checks == before) {
      ++empty;
      std::printf("%s: checks nothing\n", test->name);
    }
  }
  std::printf("%u tests, %u checks, %u failed\n", ran, checks, failures);
  if (failures)
    return 1;
  return ran == 0 || empty ? 2 : 0;
}

} // namespace ckpt::check

int main(int argc, char **argv) {
  return ckpt::check::run_all(argc > 1 ? argv[1] : "");
}
