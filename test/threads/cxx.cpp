// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++ threads: futures, exceptions that travel between threads, locks of the
// library, variables of a thread with destructors.
// RUN: %job %s %t --build "g++ -O2 -pthread" --random 10
#include "ckpt_test.h"
#include <future>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <vector>

static std::shared_mutex shared;
static std::recursive_mutex recursive;
static long ended;

struct Counter {
  ~Counter() {
    std::lock_guard<std::recursive_mutex> outer(recursive);
    std::lock_guard<std::recursive_mutex> inner(recursive);
    ended += value;
  }
  long value = 0;
};
static thread_local Counter counter;

static long work(long n) {
  unsigned long x = static_cast<unsigned long>(n) + 1;
  for (long i = 0; i < 20000; ++i) {
    std::shared_lock<std::shared_mutex> lock(shared);
    x = x * 6364136223846793005u + 1442695040888963407u;
  }
  std::unique_lock<std::shared_mutex> lock(shared);
  counter.value = n;
  if (n % 3 == 0)
    throw std::runtime_error(std::to_string(x));
  return static_cast<long>(x >> 1);
}

int main() {
  unsigned long sum = 0, thrown = 0;
  for (long round = 0; round < 400; ++round) {
    std::vector<std::future<long>> all;
    for (long i = 0; i < 4; ++i)
      all.push_back(std::async(std::launch::async, work, round * 4 + i));
    for (std::future<long> &one : all)
      try {
        sum = sum * 31 + static_cast<unsigned long>(one.get());
      } catch (const std::runtime_error &error) {
        sum = sum * 31 + strtoul(error.what(), nullptr, 10);
        ++thrown;
      }
  }
  std::lock_guard<std::recursive_mutex> lock(recursive);
  printf("%lx %lu %ld\n", sum, thrown, ended);
}
