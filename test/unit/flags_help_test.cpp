// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_help names every row of the tables, in lines a terminal can hold.
#include "runtime/abi/options.h"
#include "runtime/start/help.h"
#include "test/unit/check.h"
#include <vector>

using namespace ckpt;

static std::vector<std::string> help_lines() {
  std::vector<std::string> lines;
  start::print_help(
      [](void *context, StringView line) {
        static_cast<std::vector<std::string> *>(context)->emplace_back(
            line.data, line.size);
      },
      &lines);
  return lines;
}

static size_t count(const std::vector<std::string> &lines,
                    const std::string &wanted) {
  size_t found = 0;
  for (const std::string &line : lines)
    found += line == wanted;
  return found;
}

TEST(lines_fit_and_do_not_end_in_blanks) {
  for (const std::string &line : help_lines()) {
    CHECK(line.size() < 80);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.empty() || line.back() != ' ');
  }
}

TEST(every_option_has_its_line) {
  std::vector<std::string> lines = help_lines();
  for (const Option &option : kOptions) {
    std::string wanted = std::string("  ") + option.spelling;
    if (option.operands[0])
      wanted += (option.match == OptionMatch::kPrefix ? "" : " ") +
                std::string(option.operands);
    CHECK_EQ(count(lines, wanted), 1u);
  }
  CHECK_EQ(count(lines, "  -_condor_D_LEVEL"), 1u);
  CHECK_EQ(count(lines, "      CHECK: strict|ignore"), 1u);
  CHECK_EQ(count(lines, "      MODE: ON|OFF|ONCE"), 1u);
}

TEST(every_text_is_whole) {
  std::string all;
  for (const std::string &line : help_lines())
    all += (all.empty() || all.back() == ' ' ? "" : " ") +
           line.substr(line.find_first_not_of(' ') == std::string::npos
                           ? line.size()
                           : line.find_first_not_of(' '));
  size_t not_yet = 0;
  for (const Option &option : kOptions) {
    std::string text = option.text;
    if (option.status == OptionStatus::kNotYet) {
      text += " Does not work yet in this version.";
      ++not_yet;
    }
    CHECK(all.find(text) != std::string::npos);
  }
  CHECK_EQ(not_yet, 0u);
  for (const EnvironmentVariable &variable : kEnvironment)
    CHECK(all.find(std::string(variable.name) + " " + variable.text) !=
          std::string::npos);
}
