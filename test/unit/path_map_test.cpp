// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_path_map: reading the pairs, and where a path goes.
#include "runtime/restart/path_map.h"
#include "test/unit/check.h"
#include <initializer_list>

using namespace ckpt;

namespace {

std::string mapped(std::initializer_list<const char *> pairs,
                   const char *path) {
  PathMap map;
  Reason why;
  for (const char *pair : pairs)
    CHECK(restart::add_path_map(map, pair, why));
  Text<8300> out;
  if (!restart::map_path(map, path, out))
    return "no";
  return std::string(out.view().data, out.view().size);
}

bool refused(const std::string &operand) {
  PathMap map;
  Reason why;
  bool good = restart::add_path_map(
      map, StringView(operand.data(), operand.size()), why);
  CHECK(good == why.empty());
  return !good;
}

} // namespace

TEST(whole_components) {
  CHECK_EQ(mapped({"/a=/b"}, "/a/x/y"), "/b/x/y");
  CHECK_EQ(mapped({"/a=/b"}, "/a"), "/b");
  CHECK_EQ(mapped({"/a=/b"}, "/ab"), "no");
  CHECK_EQ(mapped({"/a=/b"}, "/x/a"), "no");
  CHECK_EQ(mapped({"/a/x=/b"}, "/a"), "no");
  CHECK_EQ(mapped({"/a=/b"}, "pipe:[1]"), "no");
  CHECK_EQ(mapped({}, "/a"), "no");
}

TEST(the_longest_wins_and_then_the_last) {
  CHECK_EQ(mapped({"/a/b=/2", "/a=/1"}, "/a/b/c"), "/2/c");
  CHECK_EQ(mapped({"/a=/1", "/a/b=/2"}, "/a/c"), "/1/c");
  CHECK_EQ(mapped({"/a=/1", "/a=/2"}, "/a/c"), "/2/c");
}

TEST(slashes_at_the_end) {
  CHECK_EQ(mapped({"/a/=/b//"}, "/a/c"), "/b/c");
  CHECK_EQ(mapped({"/=/b"}, "/a/c"), "/b/a/c");
  CHECK_EQ(mapped({"/=/b"}, "/"), "/b/");
  CHECK_EQ(mapped({"/a=/"}, "/a/c"), "/c");
  CHECK_EQ(mapped({"/a=/"}, "/a"), "/");
}

TEST(what_is_no_pair) {
  for (const char *bad : {"", "=", "/a", "a=/b", "/a=b", "/a=", "=/b", "./a=/b"})
    CHECK(refused(bad));
  CHECK_EQ(mapped({"/a=/b=c"}, "/a/d"), "/b=c/d");
}

TEST(as_many_as_there_is_room_for) {
  PathMap map;
  Reason why;
  size_t count = 0;
  while (restart::add_path_map(map, "/old/directory=/new/directory", why))
    ++count;
  CHECK(count > 100);
  CHECK(map.used <= sizeof map.text);
  CHECK(refused("/" + std::string(5000, 'a') + "=/b"));
  CHECK(!refused("/" + std::string(4000, 'a') + "=/b"));
}
