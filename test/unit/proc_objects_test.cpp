// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo_objects.h"
#include "test/unit/check.h"
#include <iostream>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

ObjectInfo info;
WatchLine watch;
bool is_watch;

bool parse(const char *line) {
  return parse_object_line(line, info, watch, is_watch);
}

} // namespace

TEST(event_counters) {
  info = {};
  CHECK(parse("eventfd-count:                a") && info.has_counter);
  CHECK_EQ(info.counter, 10u);
  CHECK(parse("eventfd-semaphore: 1") && info.semaphore && info.has_semaphore);
  CHECK(parse("eventfd-id: 17") && parse("pos:\t0"));
}

TEST(timers) {
  info = {};
  for (const char *line : {"clockid: 7", "ticks: 3", "settime flags: 01",
                           "it_value: (1, 500000000)", "it_interval: (0, 9)"})
    CHECK(parse(line));
  CHECK(info.has_timer && info.clock == 7 && info.ticks == 3);
  CHECK(info.timer_flags == 1 && info.left == 1500000000 && info.interval == 9);
}

TEST(signals) {
  info = {};
  CHECK(parse("sigmask:\t0000000000000200") && info.has_signals);
  CHECK_EQ(info.signals, 0x200u);
}

TEST(watches) {
  CHECK(parse("tfd:        5 events: 8000001d data: ffffffffffffffff  pos:-1 "
              "ino:61af sdev:7") &&
        is_watch);
  CHECK(watch.target == 5 && watch.events == 0x8000001d);
  CHECK(watch.data == ~u64{0} && watch.has_file && watch.inode == 0x61af);
  CHECK(parse("tfd:        5 events:       19 data:                0") &&
        is_watch && !watch.has_file);
}

TEST(descriptors_that_wait_in_a_socket) {
  u64 count = 0;
  CHECK(parse_rights_line("scm_fds: 3", count) && count == 3);
  CHECK(parse_rights_line("flags:\t02", count) && count == 3);
  CHECK(parse_rights_line("scm_fds: 2", count) && count == 5);
  CHECK(!parse_rights_line("scm_fds: x", count) && count == 5);
  CHECK(!parse_rights_line("scm_fds: 1 2", count) && count == 5);
}

TEST(what_makes_no_sense_is_refused) {
  for (const char *line :
       {"eventfd-count: x", "eventfd-semaphore: 2", "sigmask: ", "clockid: -1",
        "ticks: 1 2", "settime flags: 9", "it_value: (1, 1000000000)",
        "it_value: 1", "it_interval: (1, 2", "tfd: -1 events: 1 data: 1",
        "tfd: 1", "tfd: 1 events: 1", "tfd: 1 events: 1 data: 1 pos:0",
        "tfd: 99999999999 events: 1 data: 1",
        "tfd: 1 events: 1 data: 1 pos:0 ino:1 sdev:1 x"})
    if (!CHECK(!parse(line)))
      std::cout << "  " << line << '\n';
}
