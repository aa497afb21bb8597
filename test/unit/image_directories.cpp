// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of directories in an image, and the search for a name.
#include "runtime/abi/heap_sort.h"
#include "runtime/image/decode.h"
#include "runtime/image/name_order.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"
#include <algorithm>
#include <vector>

using namespace ckpt;
using namespace ckpt::image;
using S = ckpt::test::SampleImage;
using ckpt::test::refuses;

TEST(directory_rules) {
  CHECK_EQ(test::refusal(S().bytes()), "");
  refuses([](S &s) { s.directories[0].path = 99; }, "has no path");
  refuses([](S &s) { s.directories[0].path_size = 6000; }, "has no path");
  refuses([](S &s) { s.directory_pool[0] = 'x'; }, "has no path");
  refuses([](S &s) { s.directory_pool[3] = 0; }, "has no path");
  refuses([](S &s) { s.directories[0].flags = 2; }, "unknown flags");
  refuses([](S &s) { s.directories[0].flags = kTooMany; }, "unknown flags");
  refuses([](S &s) { s.directories[0].reserved = 1; }, "unknown flags");
  refuses([](S &s) { s.directories[0].first = 4; }, "names that do not exist");
  refuses([](S &s) { s.directories[0].count = 4; }, "names that do not exist");
  refuses([](S &s) { s.directories[1].first = ~0u; }, "names that do not exist");
  refuses([](S &s) { s.directories.resize(17, s.directories[0]); },
          "17 directories");
  refuses([](S &s) { s.names.resize(8193, s.names[0]); }, "8193 names");
}

TEST(name_rules) {
  refuses([](S &s) { s.names[1].name = 99; }, "out of bounds");
  refuses([](S &s) { s.names[1].name_size = 99; }, "out of bounds");
  refuses([](S &s) { s.names[1].name_size = 0; }, "out of bounds");
  refuses([](S &s) { s.name_pool[1] = 0; }, "none of a file");
  refuses([](S &s) { s.name_pool[1] = '/'; }, "none of a file");
  refuses([](S &s) { std::swap(s.names[0], s.names[1]); }, "not sorted");
  refuses([](S &s) { s.names[1] = s.names[0]; }, "not sorted");
}

TEST(order) {
  CHECK(comes_before("a", "b") && !comes_before("b", "a"));
  CHECK(comes_before("a", "aa") && !comes_before("aa", "a"));
  CHECK(!comes_before("a", "a"));
  CHECK(comes_before("z", "\xc3\xa4")); // bytes have no sign
}

TEST(search) {
  S s;
  Span<const DirectoryName> names = {s.names.data(), s.names.size()};
  StringView pool(s.name_pool.data(), s.name_pool.size());
  CHECK_EQ(find_name(names, pool, "input"), 0u);
  CHECK_EQ(find_name(names, pool, "out.txt"), 1u);
  CHECK_EQ(find_name(names, pool, "result"), 2u);
  for (const char *missing : {"", "a", "inpu", "inputs", "m", "s", "zz"})
    CHECK_EQ(find_name(names, pool, missing), 3u);
  CHECK_EQ(find_name({}, pool, "input"), 0u);
}

TEST(sorting) {
  for (u32 size = 0; size < 40; ++size) {
    std::vector<u32> items;
    for (u32 i = 0; i < size; ++i)
      items.push_back(i * 2654435761u >> 27);
    std::vector<u32> wanted = items;
    std::sort(wanted.begin(), wanted.end());
    heap_sort(Span<u32>{items.data(), items.size()},
              [](u32 a, u32 b) { return a < b; });
    CHECK(items == wanted);
  }
}
