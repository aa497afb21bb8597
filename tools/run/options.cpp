// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/options.h"
#include <algorithm>

namespace ckpt::run {

namespace {

struct Row {
  OptionId id;
  char letter;
  std::string_view spelling;
  std::string_view operands;
  std::string_view text;

  size_t operand_count() const {
    if (operands.empty())
      return 0;
    return 1 + static_cast<size_t>(
                   std::count(operands.begin(), operands.end(), ' '));
  }
};

constexpr Row kRows[] = {
#define CKPT_RUN_OPTION(id, letter, spelling, operands, text)                  \
  {OptionId::id, letter, spelling, operands, text},
#include "tools/run/options.def"
};

Failure usage(std::string text) {
  return {ExitCode::kUsage,
          std::move(text) + "; ckpt_run --help shows how it is used"};
}

const Row *find_row(std::string_view name) {
  for (const Row &row : kRows) {
    bool is_letter = row.letter && name.size() == 2 && name[1] == row.letter;
    if (name == row.spelling || (is_letter && name[0] == '-'))
      return &row;
  }
  return nullptr;
}

// Takes one option with its operands from the front of `words`.
MaybeFailure parse_option(std::span<const char *const> &words,
                          CommandLine &out) {
  std::string_view word = words.front();
  words = words.subspan(1);
  bool is_long = word.substr(0, 2) == "--";
  size_t equals = is_long ? word.find('=') : std::string_view::npos;
  std::string_view name = word.substr(0, equals);
  const Row *row = find_row(name);
  if (!row)
    return usage("unknown option " + std::string(name));
  std::vector<std::string> operands;
  if (equals != std::string_view::npos) {
    if (row->operand_count() != 1)
      return usage(std::string(name) + " takes no =VALUE");
    operands.emplace_back(word.substr(equals + 1));
  }
  for (; operands.size() < row->operand_count(); words = words.subspan(1)) {
    if (words.empty())
      return usage(std::string(name) + " needs " + std::string(row->operands));
    operands.emplace_back(words.front());
  }
  out.set(row->id, std::move(operands));
  return {};
}

// Words of `text` in lines of at most 79 columns behind `indent` blanks.
std::string fill(std::string_view text, size_t indent) {
  std::string out, line;
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!line.empty() && indent + line.size() + 1 + word.size() > 79) {
      out += std::string(indent, ' ') + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  return out + std::string(indent, ' ') + line + "\n";
}

} // namespace

MaybeFailure parse_command_line(std::span<const char *const> words,
                                CommandLine &out) {
  while (!words.empty()) {
    std::string_view word = words.front();
    if (word == "--") {
      words = words.subspan(1);
      break;
    }
    if (word.size() < 2 || word[0] != '-')
      break;
    if (MaybeFailure failure = parse_option(words, out))
      return failure;
  }
  out.job.assign(words.begin(), words.end());
  return {};
}

std::string help_text() {
  std::string out =
      "usage: ckpt_run [options] [--] JOB [arguments of the job]\n"
      "       ckpt_run --listen [HOST:]PORT [options] [--] JOB [arguments]\n"
      "       ckpt_run --migrate PID HOST PORT\n\n"
      "Runs a job that ckpt_compile linked: restarts it if its image is "
      "there,\n"
      "turns the batch system's SIGTERM into a request for a checkpoint, and "
      "ends as\nthe job ended.\n\noptions:\n";
  for (const Row &row : kRows) {
    out += "  ";
    if (row.letter)
      out += std::string("-") + row.letter + ", ";
    out += std::string(row.spelling) + (row.operands.empty() ? "" : " ") +
           std::string(row.operands) + "\n" + fill(row.text, 6);
  }
  out += "\nexit status:\n"
         "  the job's own; when a signal killed the job, ckpt_run dies by the "
         "same one\n  (128 + its number where it is process 1); or, with a "
         "line on standard error,\n";
#define CKPT_EXIT_CODE(Name, number, sentence)                                 \
  out += "  " + std::to_string(number) + "  " + sentence + "\n";
#include "tools/run/exit_codes.def"
  return out;
}

} // namespace ckpt::run
