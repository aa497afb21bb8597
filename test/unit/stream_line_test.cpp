// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bytes of a command stream to lines.
#include <memory>
#include <vector>

#include "runtime/stream/line.h"
#include "runtime/stream/parse.h"
#include "test/unit/check.h"

using namespace ckpt;
using stream::Line;
using stream::LineFault;

namespace {

std::vector<std::string> lines(const std::string &bytes, Line &line) {
  std::vector<std::string> out;
  for (char c : bytes) {
    if (!line.add(c))
      continue;
    std::string text(line.text().data, line.text().size);
    if (line.fault() == LineFault::kTooLong)
      text = "long " + std::to_string(text.size());
    else if (line.fault() == LineFault::kNul)
      text = "nul";
    out.push_back(text);
  }
  return out;
}

} // namespace

TEST(whole_lines) {
  std::unique_ptr<Line> line(new Line);
  CHECK(!line->begun());
  CHECK(lines("a\n\n b c\n", *line) ==
        (std::vector<std::string>{"a", "", " b c"}));
  CHECK(!line->begun());
  CHECK(lines("en", *line).empty());
  CHECK(line->begun());
  CHECK_EQ(line->text(), StringView("en"));
  CHECK(lines("d\n", *line) == std::vector<std::string>{"end"});
}

TEST(faults_end_with_their_line) {
  std::unique_ptr<Line> line(new Line);
  std::string longest(stream::kLineMax, 'x');
  CHECK(lines(longest + "\n" + longest + "y\n" + "z\n", *line) ==
        (std::vector<std::string>{longest, "long 8192", "z"}));
  CHECK(lines(std::string("a\0b\n\0\nend\n", 10), *line) ==
        (std::vector<std::string>{"nul", "nul", "end"}));
  // Only a fault is no empty line.
  CHECK(!line->add('\0'));
  CHECK(line->begun());
}

TEST(what_can_be_cut) {
  for (const char *text : {"", "  ", "# enough", "\t# x"})
    CHECK(stream::says_nothing(text));
  for (const char *text : {"e", " end", "\"", "x #"})
    CHECK(!stream::says_nothing(text));
}
