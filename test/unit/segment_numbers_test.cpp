// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The numbers of System V segments over several restarts.
#include "runtime/ckpt/segment_numbers.h"
#include "test/unit/check.h"
#include <vector>

using namespace ckpt;

namespace {

template <size_t N>
void move(SegmentNumbers &numbers, const SegmentNumber (&moved)[N]) {
  numbers.move({moved, N});
}

} // namespace

TEST(without_a_restart_they_are_the_kernels) {
  SegmentNumbers n;
  CHECK_EQ(n.real_of(5), 5);
  CHECK_EQ(n.name(5), 5);
}

TEST(the_first_number_stays) {
  SegmentNumbers n;
  move(n, {{5, 70}});
  move(n, {{70, 900}});
  CHECK_EQ(n.real_of(5), 900);
  CHECK_EQ(n.name(900), 5);
  CHECK_EQ(n.real_of(70), 70);
  move(n, {{900, 5}});
  CHECK_EQ(n.real_of(5), 5);
  CHECK_EQ(n.name(5), 5);
}

TEST(two_change_places) {
  SegmentNumbers n;
  move(n, {{1, 2}, {2, 1}});
  CHECK(n.real_of(1) == 2 && n.real_of(2) == 1);
  CHECK(n.name(2) == 1 && n.name(1) == 2);
  move(n, {{1, 3}, {2, 1}}); // the program's 2 has 3 now, its 1 has 1
  CHECK(n.real_of(2) == 3 && n.real_of(1) == 1);
}

TEST(a_new_one_does_not_take_a_known_number) {
  SegmentNumbers n;
  move(n, {{5, 70}});
  i32 other = n.name(5); // the kernel's 5 is another segment
  CHECK(other != 5 && other >= 0 && n.real_of(other) == 5);
  CHECK_EQ(n.name(5), other);
  CHECK_EQ(n.real_of(5), 70);
}

TEST(what_did_not_move_gives_way) {
  SegmentNumbers n;
  move(n, {{5, 70}, {6, 71}});
  move(n, {{70, 71}}); // 6 was not attached any more, and 71 is 5's now
  CHECK(n.real_of(5) == 71 && n.name(71) == 5 && n.real_of(6) == 6);
}

TEST(it_may_be_full) {
  SegmentNumbers n;
  std::vector<SegmentNumber> moved;
  for (i32 i = 0; i < static_cast<i32>(SegmentNumbers::kMost) + 5; ++i)
    moved.push_back({i, 1000 + i});
  n.move({moved.data(), moved.size()});
  CHECK(n.real_of(0) == 1000 && n.real_of(255) == 1255);
  CHECK_EQ(n.real_of(256), 256);
  CHECK_EQ(n.name(7), -1);
  CHECK_EQ(n.name(1007), 7);
}
