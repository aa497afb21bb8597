// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/lines.h"
#include "runtime/proc/maps.h"
#include "runtime/proc/smaps.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <algorithm>
#include <vector>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

// What a caller that reads `text` at most `chunk` bytes at a time sees.
struct Reading {
  std::vector<std::string> lines;
  bool too_long = false;
  bool unfinished = false;
  size_t read = 0;
};

Reading stream(std::string_view text, size_t capacity, size_t chunk) {
  std::unique_ptr<char[]> buffer(new char[capacity]);
  LineBuffer lines(buffer.get(), capacity);
  Reading out;
  for (;;) {
    char *to = lines.space();
    size_t n = std::min({text.size() - out.read, chunk, lines.space_size()});
    if (n == 0)
      break;
    std::memcpy(to, text.data() + out.read, n);
    out.read += n;
    lines.added(n);
    StringView line;
    while (lines.next(line))
      out.lines.push_back(test::to_string(line));
  }
  out.too_long = lines.too_long();
  out.unfinished = lines.unfinished();
  return out;
}

const char kFields[] =
    "Size:                  4 kB\nKernelPageSize:        4 kB\n"
    "MMUPageSize:           4 kB\nRss:                   4 kB\n"
    "Pss:                   4 kB\nPss_Dirty:             4 kB\n"
    "Shared_Clean:          0 kB\nShared_Dirty:          0 kB\n"
    "Private_Clean:         0 kB\nPrivate_Dirty:         4 kB\n"
    "Referenced:            4 kB\nAnonymous:             4 kB\n"
    "KSM:                   0 kB\nLazyFree:              0 kB\n"
    "AnonHugePages:         0 kB\nShmemPmdMapped:        0 kB\n"
    "FilePmdMapped:         0 kB\nShared_Hugetlb:        0 kB\n"
    "Private_Hugetlb:       0 kB\nSwap:                  0 kB\n"
    "SwapPss:               0 kB\nLocked:                0 kB\n"
    "THPeligible:           0\nVmFlags: rd wr mr mw me ac \n";
constexpr size_t kLinesPerMapping = 25;

std::string smaps_of(size_t mappings) {
  std::string text;
  for (size_t i = 0; i < mappings; ++i) {
    char head[160];
    std::snprintf(head, sizeof head,
                  "%zx-%zx rw-p %08zx fe:00 %zu                    /data/%0*zu"
                  "\n",
                  0x10000000 + 0x2000 * i, 0x10001000 + 0x2000 * i, i * 4096,
                  i + 1, static_cast<int>(i % 60 + 1), i);
    text += head;
    text += kFields;
  }
  return text;
}

} // namespace

TEST(lines_come_out_whole_whatever_the_pieces) {
  std::string text = "first\n\nthird line\nx\n";
  std::vector<std::string> expected = {"first", "", "third line", "x"};
  for (size_t capacity = 11; capacity < 40; ++capacity) {
    for (size_t chunk = 1; chunk <= capacity; ++chunk) {
      Reading got = stream(text, capacity, chunk);
      CHECK(got.lines == expected);
      CHECK(!got.too_long);
      CHECK(!got.unfinished);
    }
  }
}

TEST(a_line_too_long_is_reported_and_stops_the_reading) {
  std::string text = "ok\n0123456789\nnever seen\n";
  for (size_t chunk = 1; chunk <= 10; ++chunk) {
    Reading got = stream(text, 10, chunk);
    CHECK(got.lines == std::vector<std::string>{"ok"});
    CHECK(got.too_long);
    CHECK(got.unfinished);
    CHECK(got.read < text.size());
  }
  // One byte more holds the line and its '\n'.
  CHECK(!stream(text, 11, 4).too_long);
  CHECK_EQ(stream(text, 11, 4).lines.size(), 3u);
}

TEST(a_last_line_without_its_end_is_not_handed_out) {
  Reading got = stream("one\ntwo", 16, 16);
  CHECK(got.lines == std::vector<std::string>{"one"});
  CHECK(got.unfinished);
  CHECK(!got.too_long);
  CHECK(!stream("", 16, 16).unfinished);
}

TEST(a_full_buffer_of_whole_lines_is_not_too_long) {
  char buffer[4];
  LineBuffer lines(buffer, sizeof buffer);
  std::memcpy(lines.space(), "a\nb\n", 4);
  lines.added(4);
  CHECK(!lines.too_long());
  StringView line;
  CHECK(lines.next(line));
  CHECK(lines.next(line));
  CHECK_EQ(line, StringView("b"));
  CHECK(!lines.next(line));
  CHECK(!lines.too_long());
  CHECK_EQ(lines.space_size(), 4u);
}

TEST(a_buffer_without_room_is_too_long_from_the_start) {
  LineBuffer lines(nullptr, 0);
  StringView line;
  CHECK(!lines.next(line));
  CHECK_EQ(lines.space_size(), 0u);
  CHECK(lines.too_long());
}

TEST(more_than_fits_cannot_be_added) {
  char buffer[4] = {'a', '\n', 'b', 'c'};
  LineBuffer lines(buffer, sizeof buffer);
  lines.added(1000);
  StringView line;
  REQUIRE(lines.next(line));
  CHECK_EQ(line, StringView("a"));
  CHECK(!lines.next(line));
  CHECK_EQ(lines.space_size(), 2u);
}

TEST(sixty_thousand_lines_of_smaps_through_four_kilobytes) {
  constexpr size_t kMappings = 2400;
  std::string text = smaps_of(kMappings);
  for (size_t chunk : {size_t{1000}, size_t{4096}, size_t{61}}) {
    Reading got = stream(text, 4096, chunk);
    REQUIRE_EQ(got.lines.size(), kMappings * kLinesPerMapping);
    CHECK(!got.too_long && !got.unfinished);
    size_t mappings = 0;
    MappingDetail detail;
    bool all = true;
    for (const std::string &line : got.lines) {
      StringView view(line.data(), line.size());
      if (!looks_like_maps_line(view)) {
        all = all && parse_smaps_field(view, detail);
        continue;
      }
      MapsLine map;
      all = all && parse_maps_line(view, map);
      all = all && map.start == 0x10000000 + 0x2000 * mappings;
      all = all && map.inode == ++mappings;
      all = all && (mappings == 1 || detail.rss_kb == 4);
      detail = MappingDetail();
    }
    CHECK(all);
    CHECK_EQ(mappings, kMappings);
    CHECK_EQ(detail.vm_flags, kVmRead | kVmWrite | kVmMayRead | kVmMayWrite |
                                  kVmMayExec | kVmAccount);
  }
}
