// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lines are Linux 6.18's own; the paths were made to be awkward.
#include "runtime/proc/maps.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <sys/mman.h>

using namespace ckpt;
using namespace ckpt::proc;

static const char kFilePrefix[] = "7f568b9fa000-7f568b9fb000 r--p 00001000 "
                                  "fe:00 10952880                   ";

static bool parse_path(const std::string &path, MapsLine &map) {
  test::Exact line(kFilePrefix + path);
  // The path would dangle: let it point into a text that stays.
  static std::string kept;
  kept = kFilePrefix + path;
  MapsLine guarded;
  return parse_maps_line(line.view(), guarded) &&
         parse_maps_line(StringView(kept.data(), kept.size()), map);
}

TEST(a_line_of_a_library) {
  MapsLine map;
  REQUIRE(parse_maps_line("7f568b837000-7f568b98d000 r-xp 00026000 fe:00 "
                          "332835                     /usr/lib/libc.so.6",
                          map));
  CHECK_EQ(map.start, 0x7f568b837000u);
  CHECK_EQ(map.end, 0x7f568b98d000u);
  CHECK_EQ(map.offset, 0x26000u);
  CHECK_EQ(map.prot, static_cast<u32>(PROT_READ | PROT_EXEC));
  CHECK(!map.shared);
  CHECK_EQ(map.device_major, 0xfeu);
  CHECK_EQ(map.device_minor, 0u);
  CHECK_EQ(map.inode, 332835u);
  CHECK_EQ(map.path, StringView("/usr/lib/libc.so.6"));
  CHECK(!map.deleted);
}

TEST(every_field_is_overwritten) {
  MapsLine map;
  map.prot = 7;
  map.shared = map.deleted = true;
  map.path = StringView("/old");
  REQUIRE(parse_maps_line("55a8-55a9 ---p 00000000 00:00 0 ", map));
  CHECK_EQ(map.prot, 0u);
  CHECK(!map.shared);
  CHECK(!map.deleted);
  CHECK(map.path.empty());
}

TEST(the_last_page_of_the_address_space) {
  MapsLine map;
  REQUIRE(parse_maps_line("ffffffffff600000-ffffffffff601000 --xp 00000000 "
                          "00:00 0                  [vsyscall]",
                          map));
  CHECK_EQ(map.end, 0xffffffffff601000u);
  CHECK_EQ(map.prot, static_cast<u32>(PROT_EXEC));
  CHECK_EQ(map.path, StringView("[vsyscall]"));
}

TEST(shared_memory_is_always_deleted) {
  MapsLine map;
  REQUIRE(parse_maps_line("7f568b80d000-7f568b80e000 rw-s 00000000 00:01 1047"
                          "                       /dev/zero (deleted)",
                          map));
  CHECK(map.shared);
  CHECK(map.deleted);
  CHECK_EQ(map.device_minor, 1u);
  CHECK_EQ(map.path, StringView("/dev/zero"));
  REQUIRE(parse_path("/memfd:my fd (deleted)", map));
  CHECK_EQ(map.path, StringView("/memfd:my fd"));
}

struct PathRow {
  const char *text;
  const char *path;
  bool deleted;
};

TEST(awkward_paths) {
  static const PathRow kRows[] = {
      {"/data/a b", "/data/a b", false},
      {"/data/trail ", "/data/trail ", false},
      {"/data/tab\there", "/data/tab\there", false},
      {"/data/new\\012line", "/data/new\nline", false},
      {"/data/back\\slash", "/data/back\\slash", false},
      {"/data/back\\134slash", "/data/back\\134slash", false},
      {"/data/gone (deleted)", "/data/gone", true},
      {"/data/twice (deleted) (deleted)", "/data/twice (deleted)", true},
      {"/data/nl\\012 (deleted) (deleted)", "/data/nl\n (deleted)", true},
      {"/data/not (deleted) here", "/data/not (deleted) here", false},
      {"/data/x(deleted)", "/data/x(deleted)", false},
      {"/data/x (deleted) ", "/data/x (deleted) ", false},
      {"[anon:my name]", "[anon:my name]", false},
      {"anon_inode:[perf_event]", "anon_inode:[perf_event]", false},
  };
  for (const PathRow &row : kRows) {
    MapsLine map;
    REQUIRE(parse_path(row.text, map));
    CHECK_EQ(map.deleted, row.deleted);
    char out[64];
    size_t length = unescape_path(map.path, out, sizeof out);
    REQUIRE(length <= sizeof out);
    CHECK_EQ(StringView(out, length), StringView(row.path));
  }
}

TEST(every_cut_is_refused_or_only_loses_the_path) {
  std::string whole = std::string(kFilePrefix) + "/data/a b";
  size_t mandatory = whole.find("10952880 ") + 9;
  for (size_t n = 0; n <= whole.size(); ++n) {
    test::Exact cut(std::string_view(whole).substr(0, n));
    MapsLine map;
    bool parsed = parse_maps_line(cut.view(), map);
    CHECK_EQ(parsed, n >= mandatory);
    if (!parsed)
      continue;
    CHECK_EQ(map.inode, 10952880u);
    CHECK(test::inside(map.path, cut.view()));
    CHECK(StringView("/data/a b").starts_with(map.path));
  }
}

TEST(what_the_kernel_does_not_write_is_refused) {
  MapsLine map;
  for (const char *line :
       {"",
        " ",
        "-",
        "1000",
        "1000-",
        "1000-2000",
        "1000-2000 ",
        " 1000-2000 r--p 0 0:0 0 ",        // blank in front
        "2000-1000 r--p 0 00:00 0 ",       // ends before it starts
        "1000-1000 r--p 0 00:00 0 ",       // empty
        "1000-2000 r-p 0 00:00 0 ",        // three letters
        "1000-2000 w--p 0 00:00 0 ",       // letter in another's place
        "1000-2000 r--q 0 00:00 0 ",       // neither shared nor private
        "1000-2000 r--pp 0 00:00 0 ",      // five letters
        "1000-2000 r--p  0 00:00 0 ",      // two blanks
        "1000-2000 r--p g 00:00 0 ",       // no digit
        "1000-2000 r--p 0 00 0 ",          // no minor
        "1000-2000 r--p 0 100000000:0 0 ", // major above 32 bits
        "1000-2000 r--p 0 0:100000000 0 ", // minor above 32 bits
        "1000-2000 r--p 0 00:00 -1 ",      // sign
        "1000-2000 r--p 0 00:00 0",        // no blank behind the inode
        "1000-2000 r--p 0 00:00 0/x",      // the same, with a path
        "10000000000000000-20000000000000000 r--p 0 00:00 0 ",
        "1000-2000 r--p 10000000000000000 00:00 0 ",
        "1000-2000 r--p 0 00:00 18446744073709551616 "}) {
    test::Exact exact(line);
    CHECK(!parse_maps_line(exact.view(), map));
  }
}

TEST(mapping_lines_are_told_from_field_lines) {
  CHECK(looks_like_maps_line("1000-2000 r--p 00000000 00:00 0 "));
  CHECK(looks_like_maps_line("ffffffffff600000-ffffffffff601000 --xp 0"));
  for (const char *line : {"Size:                132 kB", "Anonymous:  8 kB",
                           "VmFlags: rd mr mw me ", "FilePmdMapped:  0 kB",
                           "ProtectionKey:         0", "", "1000", "1000-",
                           "1000-2000", "-2000 r"}) {
    test::Exact exact(line);
    CHECK(!looks_like_maps_line(exact.view()));
  }
}

TEST(unescape_reports_what_does_not_fit) {
  char out[8];
  out[5] = 'x';
  CHECK_EQ(unescape_path("/a\\012bc", out, 5), 5u);
  CHECK_EQ(StringView(out, 6), StringView("/a\nbcx"));
  CHECK_EQ(unescape_path("/a\\012bc", out, 4), 5u);
  CHECK_EQ(unescape_path("", out, 0), 0u);
  CHECK_EQ(unescape_path("/", out, 0), 1u);
}

TEST(a_cut_escape_is_the_names_own_text) {
  for (const char *text : {"\\", "\\0", "\\01", "a\\01", "\\\\01", "\\013"}) {
    test::Exact exact(text);
    char out[8];
    size_t length = unescape_path(exact.view(), out, sizeof out);
    CHECK_EQ(StringView(out, length), exact.view());
  }
}
