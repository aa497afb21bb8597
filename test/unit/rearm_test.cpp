// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/rearm.h"
#include "test/unit/check.h"

using namespace ckpt;

namespace {

// What the kernel makes of a timer set so: expiries until `time`, and when the
// next one is.
struct Seen {
  i64 expiries, next;
};
Seen run(const Rearm &set, i64 now, i64 time) {
  i64 first = set.absolute ? set.value : now + set.value;
  if (first > time || !set.interval)
    return {first <= time, first};
  i64 count = 1 + (time - first) / set.interval;
  return {count, first + count * set.interval};
}

} // namespace

TEST(what_remained_is_set_again) {
  Rearm once = rearm({700, 0, 0, 0}, 5000);
  CHECK(!once.absolute && once.value == 700 && !once.interval);
  Rearm often = rearm({700, 1000, 0, 0}, 5000);
  CHECK(!often.absolute && often.value == 700 && often.interval == 1000);
  Rearm idle = rearm({0, 1000, 0, 0}, 5000);
  CHECK(!idle.absolute && idle.value == 0 && idle.interval == 1000);
}

TEST(a_time_of_day_stays) {
  Rearm at = rearm({700, 0, 9000, 0}, 5000);
  CHECK(at.absolute && at.value == 9000);
  Rearm past = rearm({700, 1000, 4000, 0}, 5000);
  CHECK(past.absolute && past.value == 4000 && past.interval == 1000);
}

TEST(expiries_that_are_due_are_made_again) {
  Seen seen = run(rearm({700, 1000, 0, 6}, 50000), 50000, 50000);
  CHECK_EQ(seen.expiries, 6);
  CHECK_EQ(seen.next, 50700);
  seen = run(rearm({700, 1000, 9700, 2}, 50000), 50000, 9699);
  CHECK_EQ(seen.expiries, 2);
  Rearm once = rearm({0, 0, 0, 1}, 50000);
  CHECK(!once.absolute && once.value == 1);
}

TEST(a_young_clock_has_room_for_some) {
  for (i64 now : {0, 1, 299, 300, 301, 1299, 5299, 5300}) {
    Rearm set = rearm({700, 1000, 0, 6}, now);
    CHECK(set.absolute && set.value >= 1);
    Seen seen = run(set, now, now);
    CHECK_EQ(seen.next, now + 700);
    CHECK_EQ(seen.expiries, (now + 699) / 1000);
  }
}

TEST(expiries_in_the_last_moments) {
  CHECK_EQ(expiries_since(100, 950, 1000), 1u);  // 50 ago
  CHECK_EQ(expiries_since(100, 900, 1000), 0u);  // just before
  CHECK_EQ(expiries_since(100, 1000, 1000), 1u); // now
  CHECK_EQ(expiries_since(100, 5, 10), 10u);
  CHECK_EQ(expiries_since(0, 5, 10), 0u);
  CHECK_EQ(expiries_since(100, 2000, 1000), 0u); // not yet once
}
