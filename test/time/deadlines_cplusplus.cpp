// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// condition_variable::wait_for and timed_mutex where libc is told the right
// time only, as in deadlines.c.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --build "g++ -O2 -pthread" --modes static,pie --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"
#include <chrono>
#include <condition_variable>
#include <mutex>

static std::timed_mutex held;

static void *wait_in(void *kind) {
  using clock = std::chrono::steady_clock;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock<std::mutex> lock(mutex);
  auto second = std::chrono::seconds(1);
  clock::time_point until = clock::now() + second;
  switch (reinterpret_cast<long>(kind)) {
  case 0: CHECK(!never.wait_for(lock, second, [] { return false; })); break;
  case 1: CHECK(!never.wait_until(lock, until, [] { return false; })); break;
  default: CHECK(!held.try_lock_for(second));
  }
  CHECK(clock::now() >= until && clock::now() < until + 1000 * second);
  return kind;
}

int main() {
  held.lock();
  waits_over_checkpoints(3, wait_in);
  puts("on time");
}
